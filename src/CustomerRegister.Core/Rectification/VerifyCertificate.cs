using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <summary>All that is told to whoever has the code.</summary>
/// <param name="IssuedBy">The controller, as the certificate names it.</param>
public sealed record VerifiedCertificate(DateTime IssuedAt, string IssuedBy, bool IsUnaltered);

/// <summary>Tells whether a certificate was issued here and is unaltered, and nothing about whom it concerns (N37).</summary>
public sealed class VerifyCertificate(RegisterContext db, CertificateKey key, ControllerDetails controller)
{
    /// <returns>Null when there is no certificate with the code.</returns>
    public async Task<VerifiedCertificate?> Run(string? typed, CancellationToken ct)
    {
        if (CertificateCode.Read(typed) is not { } code || await db.RectificationCertificates.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, ct) is not { } certificate)
            return null;
        var unaltered = certificate.IsUnaltered(key);
        return new(certificate.IssuedAt, unaltered ? certificate.Content.Controller : controller.Name, unaltered);
    }
}

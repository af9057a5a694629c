using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <param name="Address">Where it is posted; null where there is no postal address, or one that whoever prints may not see.</param>
public sealed record ReadableCertificate(RectificationCertificate Certificate, PostalAddress? Address);

/// <summary>Opens the certificate of a refused correction for reading and printing. The look is logged.</summary>
public sealed class ReadCertificate(RegisterContext db, TimeProvider clock)
{
    /// <summary>For whoever asked without signing in: only what <see cref="FollowedRequest.HasCertificate"/> offers. The caller has seen that their link is a fresh one.</summary>
    public Task<ReadableCertificate?> ByVisitor(FollowedRequest followed, CancellationToken ct) =>
        followed.HasCertificate ? Run(followed.Request.Id, followed.Request.CustomerId, FollowRequest.Visitor, ct) : Task.FromResult<ReadableCertificate?>(null);

    /// <param name="owner">Only this customer's own; null for staff.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<ReadableCertificate?> Run(RequestId request, CustomerId? owner, Actor actor, CancellationToken ct)
    {
        var found = await db.RectificationCertificates.AsNoTracking()
            .Join(db.RequestsOf(owner), c => c.RequestId, r => r.Id, (c, r) => new { Certificate = c, r.CustomerId })
            .SingleOrDefaultAsync(x => x.Certificate.RequestId == request, ct);
        if (found is null)
            return null;
        var person = found.CustomerId is { } id ? await CustomerDetails.Read(db, id, actor, ct) : null;
        // Whoever may not see a protected address may not read it in a refused correction either.
        if (person?.AddressesAreHidden == true && found.Certificate.Content.Items.Any(i => StoredDetails.AddressParts.Contains(i.Field)))
            return null;
        await db.LogRead(AuditEntry.Of(actor, owner is null ? AuditAction.RequestViewed : AuditAction.OwnDataViewed, clock, found.CustomerId, request.Value), ct);
        return new(found.Certificate, person?.Addresses.FirstOrDefault(a => a.Kind == AddressKind.Postal)?.Address);
    }
}

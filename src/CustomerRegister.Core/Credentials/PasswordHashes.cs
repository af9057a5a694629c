using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Credentials;

/// <summary>Hashes passwords and compares them.</summary>
public sealed class PasswordHashes(IOptions<PasswordHasherOptions> options)
{
    private readonly PasswordHasher<object> hasher = new(options);

    // What a password is compared with where there is none: made once, by the first who signs in, known or not.
    private string? nobodys;

    public string Of(string password) => hasher.HashPassword(this, Written(password));

    /// <summary>Whether it is the password of the hash. Takes as long where there is none.</summary>
    public bool Match(string? hash, string password)
    {
        var otherwise = nobodys ??= hasher.HashPassword(this, LinkSecret.New().Text);
        var result = hasher.VerifyHashedPassword(this, hash ?? otherwise, Written(password));
        return hash is not null && result != PasswordVerificationResult.Failed;
    }

    // A keyboard may send ä as one sign or as two (NIST SP 800-63B, section 5.1.1.2).
    private static string Written(string password) => password.Normalize();
}

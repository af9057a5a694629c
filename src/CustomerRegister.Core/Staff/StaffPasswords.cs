using CustomerRegister.Notices;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Staff;

/// <summary>Judges, hashes and compares the passwords of staff.</summary>
public sealed class StaffPasswords(IOptions<PasswordHasherOptions> options, ControllerDetails controller)
{
    private readonly PasswordHasher<StaffAccount> hasher = new(options);

    // What a password is compared with where there is none: made once, by the first who signs in, known or not.
    private string? nobodys;

    public PasswordWeakness? WeaknessOf(string password, StaffAccount account) =>
        PasswordRule.WeaknessOf(password, [account.FullName, account.Email ?? "", account.Employer, controller.Name, controller.RegisterName]);

    public string Hash(StaffAccount account, string password) => hasher.HashPassword(account, Written(password));

    /// <summary>Whether it is the account's password. Takes as long when there is no account, or it has no password yet.</summary>
    public bool Matches(StaffAccount? account, string password)
    {
        var otherwise = nobodys ??= hasher.HashPassword(null!, LinkSecret.New().Text);
        var result = hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? otherwise, Written(password));
        return account?.PasswordHash is not null && result != PasswordVerificationResult.Failed;
    }

    // A keyboard may send ä as one sign or as two (NIST SP 800-63B, section 5.1.1.2).
    private static string Written(string password) => password.Normalize();
}

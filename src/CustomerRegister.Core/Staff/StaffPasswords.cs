using CustomerRegister.Credentials;
using CustomerRegister.Notices;

namespace CustomerRegister.Staff;

/// <summary>Judges, hashes and compares the passwords of staff.</summary>
public sealed class StaffPasswords(PasswordHashes hashes, ControllerDetails controller)
{
    public PasswordWeakness? WeaknessOf(string password, StaffAccount account) =>
        PasswordRule.WeaknessOf(password, [account.FullName, account.Email ?? "", account.Employer, controller.Name, controller.RegisterName]);

    public string Hash(string password) => hashes.Of(password);

    /// <summary>Whether it is the account's password. Takes as long when there is no account, or it has no password yet.</summary>
    public bool Matches(StaffAccount? account, string password) => hashes.Match(account?.PasswordHash, password);
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CustomerRegister.Credentials;

/// <summary>Encrypts the keys of authenticator apps for the database: whoever reads a copy of it alone makes no codes.</summary>
public sealed class AuthenticatorKeys(IDataProtectionProvider protection)
{
    public string Protect(Guid owner, byte[] key) => Convert.ToBase64String(Protector(owner).Protect(key));

    /// <returns>Null where the key was encrypted by a key ring that is lost: the account then needs another factor.</returns>
    public byte[]? Read(Guid owner, string? protectedKey)
    {
        try
        {
            return protectedKey is null ? null : Protector(owner).Unprotect(Convert.FromBase64String(protectedKey));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(Guid owner) => protection.CreateProtector(nameof(AuthenticatorKeys), owner.ToString("N"));
}

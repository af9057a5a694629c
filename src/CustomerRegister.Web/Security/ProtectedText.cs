using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CustomerRegister.Web.Security;

/// <summary>
/// Personal values that must travel in an address, such as what was searched for: encrypted, so that neither logs nor the
/// browser's history can be read, each for one purpose and for a time.
/// </summary>
public sealed class ProtectedText(IDataProtectionProvider protection, TimeProvider clock)
{
    public string Protect(string purpose, string text, TimeSpan lifetime) =>
        ProtectorOf(purpose).Protect($"{(clock.GetUtcNow() + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} {text}");

    /// <returns>Null if the text is nobody's, another purpose's, or past its time.</returns>
    public string? Read(string purpose, string? protectedText)
    {
        if (string.IsNullOrEmpty(protectedText))
            return null;
        try
        {
            var text = ProtectorOf(purpose).Unprotect(protectedText);
            var end = text.IndexOf(' ', StringComparison.Ordinal);
            var ends = long.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture);
            return clock.GetUtcNow().ToUnixTimeSeconds() < ends ? text[(end + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorOf(string purpose) => protection.CreateProtector(nameof(ProtectedText), purpose);
}

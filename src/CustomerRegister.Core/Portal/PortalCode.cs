using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustomerRegister.Portal;

/// <summary>The six digits that are mailed beside a link, for whoever reads mail on another device than the one they want to enter with.</summary>
public static class PortalCode
{
    public const int Digits = 6;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public static string New() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>As it stands in a mail: two groups of three.</summary>
    public static string Written(string code) => $"{code[..3]} {code[3..]}";

    internal static string HashOf(string browserKey, string code) => Sha256.Hex($"{browserKey} {code}");

    internal static bool Matches(string? hash, string? browserKey, string code) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(hash ?? ""), Encoding.ASCII.GetBytes(HashOf(browserKey ?? "", code)));
}

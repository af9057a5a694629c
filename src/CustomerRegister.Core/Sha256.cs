using System.Security.Cryptography;
using System.Text;

namespace CustomerRegister;

public static class Sha256
{
    /// <summary>SHA-256 in lower-case hexadecimal, 64 characters.</summary>
    public static string Hex(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>SHA-256 of the text's UTF-8, in lower-case hexadecimal.</summary>
    public static string Hex(string text) => Hex(Encoding.UTF8.GetBytes(text));
}

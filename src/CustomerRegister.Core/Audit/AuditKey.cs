using System.Security.Cryptography;
using System.Text;

namespace CustomerRegister.Audit;

/// <summary>The secret by which the audit log is sealed. It is not in the database: whoever can write there cannot make a seal that verifies.</summary>
public sealed class AuditKey
{
    private readonly byte[] key;

    /// <param name="key">At least 32 bytes.</param>
    public AuditKey(byte[] key) => this.key = key.Length >= 32 ? key : throw new ArgumentException("The key of the audit log has at least 32 bytes.", nameof(key));

    internal string Seal(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}

using System.Security.Cryptography;
using System.Text;

namespace CustomerRegister.Requests;

/// <summary>
/// The secret key of what comes with requests: it encrypts files (AES-256-GCM) and seals signatures (HMAC-SHA256), each under a key of its own derived from it (RFC 5869).
/// It is not in the database: a copy of that alone opens no file, and whoever can write there cannot make a signature that verifies.
/// </summary>
public sealed class RequestKey
{
    private const byte Form = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] files;
    private readonly byte[] seals;

    /// <param name="key">At least 32 bytes.</param>
    public RequestKey(byte[] key)
    {
        if (key.Length < 32)
            throw new ArgumentException("The key of requests has at least 32 bytes.", nameof(key));
        files = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "request-files"u8.ToArray());
        seals = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "request-seals"u8.ToArray());
    }

    /// <param name="place">What the file belongs to: it opens nowhere else.</param>
    public byte[] Encrypt(byte[] content, Guid place)
    {
        var made = new byte[1 + NonceLength + TagLength + content.Length];
        made[0] = Form;
        var nonce = made.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(files, TagLength);
        aes.Encrypt(nonce, content, made.AsSpan(1 + NonceLength + TagLength), made.AsSpan(1 + NonceLength, TagLength), place.ToByteArray());
        return made;
    }

    /// <exception cref="CryptographicException">The content was changed, or is of another place or key.</exception>
    public byte[] Decrypt(byte[] encrypted, Guid place)
    {
        if (encrypted.Length < 1 + NonceLength + TagLength || encrypted[0] != Form)
            throw new CryptographicException("This is no encrypted file.");
        var content = new byte[encrypted.Length - 1 - NonceLength - TagLength];
        using var aes = new AesGcm(files, TagLength);
        aes.Decrypt(encrypted.AsSpan(1, NonceLength), encrypted.AsSpan(1 + NonceLength + TagLength), encrypted.AsSpan(1 + NonceLength, TagLength), content, place.ToByteArray());
        return content;
    }

    /// <returns>In hexadecimal, 64 characters.</returns>
    public string SealOf(string text) => Convert.ToHexString(HMACSHA256.HashData(seals, Encoding.UTF8.GetBytes(text)));
}

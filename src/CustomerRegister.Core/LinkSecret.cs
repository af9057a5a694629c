using System.Buffers.Text;
using System.Security.Cryptography;

namespace CustomerRegister;

/// <summary>The unguessable part of a link that is mailed: 256 random bits. Only its hash is stored.</summary>
public sealed record LinkSecret(string Text)
{
    public string Hash => HashOf(Text);

    public static LinkSecret New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static string HashOf(string? text) => Sha256.Hex(text ?? "");
}

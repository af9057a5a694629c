using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CustomerRegister.Credentials;

/// <summary>Codes of six digits that an app on a phone makes from a shared key and the time (TOTP: RFC 6238, RFC 4226).</summary>
public static class TimeBasedCode
{
    public const int Digits = 6;

    private const int KeyBytes = 20;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>A new key of 160 random bits, as RFC 4226 section 4 recommends.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>Which half minute since 1970 an instant lies in.</summary>
    public static long StepAt(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / Step.Ticks;

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "HMAC-SHA-1 is what every authenticator app speaks; its collisions don't weaken an HMAC (RFC 6238, section 1.2).")]
    public static string Of(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The half minute whose code this is: this one, or the one before or after for clocks that differ; null for none.</summary>
    public static long? Match(ReadOnlySpan<byte> key, string code, DateTime utc)
    {
        var now = StepAt(utc);
        long? found = null;
        for (var step = now - 1; step <= now + 1; step++)
        {
            // All three are compared, in the same time.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(key, step)), Encoding.ASCII.GetBytes(code)))
                found = step;
        }

        return found;
    }

    /// <summary>The key as it is typed into an app (RFC 4648, section 6): capital letters and digits, without padding.</summary>
    public static string Written(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, buffer) = (0, 0);
        foreach (var b in bytes)
        {
            (buffer, bits) = ((buffer << 8) | b, bits + 8);
            for (; bits >= 5; bits -= 5)
                text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
            text.Append(Base32[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>What a QR code tells the app: issuer, account and key.</summary>
    public static string Address(string issuer, string account, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Written(key)}&issuer={Uri.EscapeDataString(issuer)}";
}

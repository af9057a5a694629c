using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

/// <summary>Why somebody is no longer in the register.</summary>
public enum SuppressionCause
{
    /// <summary>They asked for it (GDPR Art. 17).</summary>
    Request,

    /// <summary>Their time was over (N20).</summary>
    Retention,
}

/// <summary>
/// Remembers that somebody was forgotten, without remembering who: a keyed hash of an e-mail address or a telephone number, by which an import
/// notices that a file would bring them back. Without the key, which is not in the database, it leads to nobody.
/// </summary>
public sealed class Suppression
{
    private Suppression() { }

    /// <summary>See <see cref="SuppressionKey"/>.</summary>
    public string Hash { get; private set; } = "";
    public SuppressionCause Cause { get; private set; }
    public DateOnly On { get; private set; }

    public static Suppression Of(string hash, SuppressionCause cause, DateOnly on) => new() { Hash = hash, Cause = cause, On = on };
}

/// <summary>The secret key of the suppression list: HMAC-SHA256 (RFC 2104) over a normalised address or number.</summary>
public sealed class SuppressionKey
{
    private readonly byte[] key;

    /// <param name="key">At least 32 bytes.</param>
    public SuppressionKey(byte[] key) => this.key = key.Length >= 32 ? key : throw new ArgumentException("The key of the suppression list has at least 32 bytes.", nameof(key));

    public string Of(EmailAddress email) => Of($"email:{email.Key}");

    public string Of(PhoneNumber phone) => Of($"phone:{(phone.IsInternational ? phone.Value : SearchText.Fold(phone.Value).Replace(" ", "", StringComparison.Ordinal))}");

    private string Of(string text) => Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}

internal sealed class SuppressionMapping : IEntityTypeConfiguration<Suppression>
{
    public void Configure(EntityTypeBuilder<Suppression> builder)
    {
        builder.HasKey(s => s.Hash);
        builder.Property(s => s.Hash).HasMaxLength(64);
        builder.HoldsNoCustomerData("A keyed hash of somebody who is forgotten: without the key it leads to nobody, and it must outlive them.");
        builder.NeedsNoAudit("Written with the erasure, which has its entry.");
    }
}

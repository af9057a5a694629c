using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Portal;

public readonly record struct PortalInvitationId(Guid Value) : IEntityKey<PortalInvitationId>
{
    public static PortalInvitationId From(Guid value) => new(value);
}

/// <summary>
/// A link, sent to the e-mail on record, that lets a customer into the portal once before it expires (N15). Where a browser asked for it, a short code in
/// the same mail opens in that browser, for whoever reads mail on another device.
/// </summary>
public sealed class PortalInvitation
{
    /// <summary>How many wrong codes are borne before the code is dead; the link goes on working.</summary>
    public const int MostTries = 5;

    private PortalInvitation() { }

    public PortalInvitationId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    /// <summary>SHA-256 of the link's secret, in hexadecimal; the secret itself is only in the mail.</summary>
    public string SecretHash { get; private set; } = "";
    /// <summary>To which address it was sent: see <see cref="Portal.MailedAddress"/>.</summary>
    public string MailedTo { get; private set; } = "";
    public DateTime CreatedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public DateTime? UsedAt { get; private set; }
    /// <summary>SHA-256 of the key of the browser that asked, in hexadecimal; null where nobody's browser did.</summary>
    public string? BrowserHash { get; private set; }
    /// <summary>SHA-256 of that key and the code: whoever reads the database lacks the key, and so cannot try all codes.</summary>
    public string? CodeHash { get; private set; }
    public DateTime? CodeExpiresAt { get; private set; }
    public int CodeTries { get; private set; }

    public static PortalInvitation Of(CustomerId customer, EmailAddress mailedTo, string secretHash, TimeSpan lifetime, TimeProvider clock) => new()
    {
        Id = EntityKey.New<PortalInvitationId>(clock),
        CustomerId = customer,
        SecretHash = secretHash,
        MailedTo = MailedAddress.HashOf(customer, mailedTo),
        CreatedAt = clock.Now(),
        ExpiresAt = clock.Now() + lifetime,
    };

    /// <summary>Another address is on record: it opens nothing, and whoever is not invited yet may be.</summary>
    public void Lapse(DateTime now) => ExpiresAt = now;

    /// <summary>Lets the browser that holds the key in by a code too, for a while.</summary>
    public void TakeCode(string browserKey, string code, TimeSpan lifetime)
    {
        (BrowserHash, CodeHash) = (LinkSecret.HashOf(browserKey), PortalCode.HashOf(browserKey, code));
        CodeExpiresAt = CreatedAt + lifetime;
    }
}

internal sealed class PortalInvitationMapping : IEntityTypeConfiguration<PortalInvitation>
{
    public void Configure(EntityTypeBuilder<PortalInvitation> builder)
    {
        builder.Property(i => i.SecretHash).HasMaxLength(64);
        builder.Property(i => i.MailedTo).HasMaxLength(MailedAddress.HashLength);
        builder.Property(i => i.BrowserHash).HasMaxLength(64);
        builder.Property(i => i.CodeHash).HasMaxLength(64);
        builder.HasIndex(i => i.SecretHash).IsUnique();
        builder.HasIndex(i => i.BrowserHash);
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, i => i.CustomerId);
        builder.Personal(DataCategory.PortalUse, i => i.CreatedAt, i => i.ExpiresAt, i => i.UsedAt);
        builder.NotPortable("What the controller sent.");
        builder.Secret(i => i.SecretHash, i => i.MailedTo, i => i.BrowserHash, i => i.CodeHash);
        builder.Technical(i => i.Id, i => i.CustomerId, i => i.CodeExpiresAt, i => i.CodeTries);
    }
}

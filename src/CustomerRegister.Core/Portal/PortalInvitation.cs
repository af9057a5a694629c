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

/// <summary>A link, sent to the e-mail on record, that lets a customer into the portal once before it expires (N15).</summary>
public sealed class PortalInvitation
{
    private PortalInvitation() { }

    public PortalInvitationId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    /// <summary>SHA-256 of the link's secret, in hexadecimal; the secret itself is only in the mail.</summary>
    public string SecretHash { get; private set; } = "";
    public DateTime CreatedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public DateTime? UsedAt { get; private set; }

    public static PortalInvitation Of(CustomerId customer, string secretHash, TimeSpan lifetime, TimeProvider clock) => new()
    {
        Id = EntityKey.New<PortalInvitationId>(clock),
        CustomerId = customer,
        SecretHash = secretHash,
        CreatedAt = clock.Now(),
        ExpiresAt = clock.Now() + lifetime,
    };

    public bool IsUsable(DateTime now) => UsedAt is null && now < ExpiresAt;
}

internal sealed class PortalInvitationMapping : IEntityTypeConfiguration<PortalInvitation>
{
    public void Configure(EntityTypeBuilder<PortalInvitation> builder)
    {
        builder.Property(i => i.SecretHash).HasMaxLength(64);
        builder.HasIndex(i => i.SecretHash).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, i => i.CustomerId);
        builder.Personal(DataCategory.PortalUse, i => i.CreatedAt, i => i.ExpiresAt, i => i.UsedAt);
        builder.Secret(i => i.SecretHash);
        builder.Technical(i => i.Id, i => i.CustomerId);
    }
}

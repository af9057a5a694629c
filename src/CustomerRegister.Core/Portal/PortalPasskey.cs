using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Portal;

public readonly record struct PortalPasskeyId(Guid Value) : IEntityKey<PortalPasskeyId>
{
    public static PortalPasskeyId From(Guid value) => new(value);
}

/// <summary>A key that a customer's device or password manager keeps and opens by finger, face or PIN.</summary>
public sealed class PortalPasskey
{
    private PortalPasskey() { }

    public PortalPasskeyId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public string Name { get; private set; } = "";
    public DateTime AddedAt { get; private set; }
    public byte[] CredentialId { get; private set; } = [];
    public byte[] PublicKey { get; private set; } = [];
    /// <summary>How often it was used, as it counts itself; an older count tells of a copy.</summary>
    public long SignCount { get; private set; }
    /// <summary>By which ways the device is reached, separated by commas.</summary>
    public string Transports { get; private set; } = "";
    public bool IsBackupEligible { get; private set; }
    public bool IsBackedUp { get; private set; }

    public static PortalPasskey Of(
        CustomerId customer, string name, byte[] credentialId, byte[] publicKey, uint signCount, string transports, bool isBackupEligible, bool isBackedUp, TimeProvider clock) => new()
        {
            Id = EntityKey.New<PortalPasskeyId>(clock),
            CustomerId = customer,
            Name = name,
            AddedAt = clock.Now(),
            CredentialId = credentialId,
            PublicKey = publicKey,
            SignCount = signCount,
            Transports = transports,
            IsBackupEligible = isBackupEligible,
            IsBackedUp = isBackedUp,
        };
}

internal sealed class PortalPasskeyMapping : IEntityTypeConfiguration<PortalPasskey>
{
    public void Configure(EntityTypeBuilder<PortalPasskey> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(60);
        // WebAuthn, section 4: at most 1023 bytes.
        builder.Property(p => p.CredentialId).HasMaxLength(1023);
        builder.Property(p => p.PublicKey).HasMaxLength(4000);
        builder.Property(p => p.Transports).HasMaxLength(200);
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("Adding and removing write their own entry; counting a use is part of signing in, which does.");

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, p => p.CustomerId);
        builder.Personal(DataCategory.PortalUse, p => p.Name, p => p.AddedAt);
        builder.NotPortable("How the person proves who they are here, which proves nothing elsewhere.");
        builder.NamesNobodyElse("The person's own words.");
        builder.Secret(p => p.CredentialId, p => p.PublicKey);
        builder.Technical(p => p.Id, p => p.CustomerId, p => p.SignCount, p => p.Transports, p => p.IsBackupEligible, p => p.IsBackedUp);
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Portal;

public readonly record struct PortalIdentityId(Guid Value) : IEntityKey<PortalIdentityId>
{
    public static PortalIdentityId From(Guid value) => new(value);
}

/// <summary>Who a customer is to an identity provider. Only a hash of the provider's name for the person is kept.</summary>
public sealed class PortalIdentity
{
    private PortalIdentity() { }

    public PortalIdentityId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public string Issuer { get; private set; } = "";
    /// <summary>SHA-256 of issuer and subject, in hexadecimal.</summary>
    public string SubjectHash { get; private set; } = "";
    public DateTime LinkedAt { get; private set; }

    public static PortalIdentity Of(CustomerId customer, string issuer, string subject, TimeProvider clock) => new()
    {
        Id = EntityKey.New<PortalIdentityId>(clock),
        CustomerId = customer,
        Issuer = issuer,
        SubjectHash = HashOf(issuer, subject),
        LinkedAt = clock.Now(),
    };

    public static string HashOf(string issuer, string subject) => Sha256.Hex($"{issuer}\n{subject}");
}

internal sealed class PortalIdentityMapping : IEntityTypeConfiguration<PortalIdentity>
{
    public void Configure(EntityTypeBuilder<PortalIdentity> builder)
    {
        builder.Property(i => i.Issuer).HasMaxLength(300);
        builder.Property(i => i.SubjectHash).HasMaxLength(64);
        builder.HasIndex(i => i.SubjectHash).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, i => i.CustomerId);
        builder.Personal(DataCategory.PortalUse, i => i.Issuer, i => i.LinkedAt);
        builder.NotPortable("How the person proves who they are here, which proves nothing elsewhere.");
        builder.NamesNobodyElse("Who vouches for the person.");
        builder.Secret(i => i.SubjectHash);
        builder.Technical(i => i.Id, i => i.CustomerId);
    }
}

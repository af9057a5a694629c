using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Customers;

public readonly record struct OrganisationId(Guid Value) : IEntityKey<OrganisationId>
{
    public static OrganisationId From(Guid value) => new(value);
}

/// <summary>A company or other organisation that is a customer and is represented by contact persons.</summary>
public sealed class Organisation : IVersioned
{
    private Organisation() { }

    public OrganisationId Id { get; private set; }
    public long Number { get; private set; }
    public string Name { get; private set; } = "";
    public BusinessId? BusinessId { get; private set; }
    public PostalAddress? Address { get; private set; }
    public string? SourceKey { get; private set; }
    public string SortName { get; private set; } = "";
    public long Version { get; set; }

    public static Organisation Register(OrganisationId id, long number, string name, BusinessId? businessId, PostalAddress? address, string? sourceKey = null)
    {
        var organisation = new Organisation { Id = id, Number = number, BusinessId = businessId, Address = address, SourceKey = sourceKey };
        organisation.Rename(name);
        return organisation;
    }

    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Name, SortName) = (name.Trim(), SearchText.Fold(name));
    }

    public void ChangeBusinessId(BusinessId? businessId) => BusinessId = businessId;

    public void ChangeAddress(PostalAddress? address) => Address = address;
}

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.BusinessId).HasMaxLength(9);
        builder.Property(o => o.SourceKey).HasMaxLength(200);
        builder.Property(o => o.SortName).HasMaxLength(220);
        builder.ComplexProperty(o => o.Address, a => a.HasDiscriminator());
        builder.HasIndex(o => o.Number).IsUnique();
        builder.HasIndex(o => o.SourceKey).IsUnique();
        builder.HasIndex(o => new { o.SortName, o.Number });
        builder.HasIndex(o => o.BusinessId);
        builder.HoldsNoCustomerData("An organisation is a legal person; the people who represent it are in ContactRoles.");
    }
}

using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Customers;

public readonly record struct CustomerAddressId(Guid Value) : IEntityKey<CustomerAddressId>
{
    public static CustomerAddressId From(Guid value) => new(value);
}

public enum AddressKind
{
    Postal,
    Visiting,
    Invoicing,
}

public sealed class CustomerAddress
{
    private CustomerAddress() { }

    public CustomerAddressId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public AddressKind Kind { get; private set; }
    public PostalAddress Address { get; private set; } = null!;
    public Provenance Source { get; private set; } = null!;
    /// <summary>Kept by the customer: see <see cref="Customers.NamesakeKey"/>.</summary>
    public long? NamesakeKey { get; private set; }

    public static CustomerAddress Of(CustomerId customer, AddressKind kind, PostalAddress address, Provenance source, TimeProvider clock) =>
        new() { Id = EntityKey.New<CustomerAddressId>(clock), CustomerId = customer, Kind = kind, Address = address, Source = source };

    public void Change(AddressKind kind, PostalAddress address, Provenance source) => (Kind, Address, Source) = (kind, address, source);

    /// <param name="name">The owner's, folded.</param>
    internal void KeepNamesakeKey(string name) => NamesakeKey = Customers.NamesakeKey.Of(name, Address.PostalCode);
}

internal sealed class CustomerAddressMapping : IEntityTypeConfiguration<CustomerAddress>
{
    public void Configure(EntityTypeBuilder<CustomerAddress> builder)
    {
        builder.ComplexProperty(a => a.Address);
        builder.ComplexProperty(a => a.Source);
        builder.HasIndex(a => a.NamesakeKey);

        builder.HoldsPersonalData(DataCategory.ContactDetails, RowErasure.Delete, a => a.CustomerId);
        builder.Personal(DataCategory.ContactDetails, a => a.Kind, a => a.Address, a => a.Source);
        builder.Portable(a => a.Kind, a => a.Address);
        builder.NotPortable("Where the controller has it from.", a => a.Source);
        builder.NamesNobodyElse("An address, and where it came from.");
        builder.Derived(a => a.NamesakeKey);
        builder.Technical(a => a.Id, a => a.CustomerId);
    }
}

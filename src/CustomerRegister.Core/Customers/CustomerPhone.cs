using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Customers;

public readonly record struct CustomerPhoneId(Guid Value) : IEntityKey<CustomerPhoneId>
{
    public static CustomerPhoneId From(Guid value) => new(value);
}

public enum PhoneKind
{
    Phone,
    Mobile,
    Fax,
}

public sealed class CustomerPhone
{
    private CustomerPhone() { }

    public CustomerPhoneId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public PhoneKind Kind { get; private set; }
    public PhoneNumber Number { get; private set; } = null!;
    public Provenance Source { get; private set; } = null!;

    public static CustomerPhone Of(CustomerId customer, PhoneKind kind, PhoneNumber number, Provenance source, TimeProvider clock) =>
        new() { Id = EntityKey.New<CustomerPhoneId>(clock), CustomerId = customer, Kind = kind, Number = number, Source = source };

    public void Change(PhoneKind kind, PhoneNumber number, Provenance source) => (Kind, Number, Source) = (kind, number, source);
}

internal sealed class CustomerPhoneMapping : IEntityTypeConfiguration<CustomerPhone>
{
    public void Configure(EntityTypeBuilder<CustomerPhone> builder)
    {
        builder.Property(p => p.Number).HasMaxLength(60);
        builder.ComplexProperty(p => p.Source);
        builder.HasIndex(p => p.Number);

        builder.HoldsPersonalData(DataCategory.ContactDetails, RowErasure.Delete, p => p.CustomerId);
        builder.Personal(DataCategory.ContactDetails, p => p.Kind, p => p.Number, p => p.Source);
        builder.Portable(p => p.Kind, p => p.Number);
        builder.NotPortable("Where the controller has it from.", p => p.Source);
        builder.NamesNobodyElse("A number, and where it came from.");
        builder.Technical(p => p.Id, p => p.CustomerId);
    }
}

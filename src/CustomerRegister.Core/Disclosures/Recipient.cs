using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Disclosures;

public readonly record struct RecipientId(Guid Value) : IEntityKey<RecipientId>
{
    public static RecipientId From(Guid value) => new(value);
}

/// <summary>An organisation to which data of customers is disclosed, and where it is told of what becomes of that data (GDPR Art. 4(9), 19).</summary>
public sealed class Recipient : IVersioned
{
    public const int MaxNameLength = 200;

    private Recipient() { }

    public RecipientId Id { get; private set; }
    public string Name { get; private set; } = "";
    public EmailAddress Email { get; private set; } = null!;
    /// <summary>In which it is written to.</summary>
    public Language Language { get; private set; }
    /// <summary>The day from which nothing is disclosed to it any more; it is still told of what it got. Null while it is in use.</summary>
    public DateOnly? ClosedOn { get; private set; }
    public long Version { get; set; }

    public static Recipient Add(RecipientId id, string name, EmailAddress email, Language language) => new() { Id = id, Name = name, Email = email, Language = language };

    public void Change(string name, EmailAddress email, Language language) => (Name, Email, Language) = (name, email, language);

    public void Close(DateOnly on) => ClosedOn ??= on;

    public void Reopen() => ClosedOn = null;
}

internal sealed class RecipientMapping : IEntityTypeConfiguration<Recipient>
{
    public void Configure(EntityTypeBuilder<Recipient> builder)
    {
        builder.Property(r => r.Name).HasMaxLength(Recipient.MaxNameLength);
        builder.Property(r => r.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.HasIndex(r => r.Name).IsUnique();
        builder.HoldsNoCustomerData("Organisations that get data, and their own addresses.");
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Disclosures;

public readonly record struct DisclosureId(Guid Value) : IEntityKey<DisclosureId>
{
    public static DisclosureId From(Guid value) => new(value);
}

/// <summary>On which ground data may be given to somebody outside; there is no other (N17).</summary>
public enum DisclosureGround
{
    CreditApplication,
    DebtCollection,
    Invoicing,
    LegalObligation,
}

internal static class DisclosureGrounds
{
    /// <summary>Whether data whose processing is restricted may be disclosed on it: to exercise a claim, or because the law demands it (GDPR Art. 18(2)).</summary>
    public static bool HoldsWhileRestricted(this DisclosureGround ground) => ground is not DisclosureGround.CreditApplication;
}

/// <summary>As what somebody gets data (GDPR Art. 4(7) to (9)).</summary>
public enum DisclosureRole
{
    /// <summary>For a purpose of its own, on one of the grounds.</summary>
    Controller,

    /// <summary>To use it for this controller only, as an agreement says (GDPR Art. 28).</summary>
    Processor,
}

/// <summary>
/// Data of one category of a person was given to a recipient. It stays as long as the person does: what becomes of the data is told to whoever got it (N36;
/// GDPR Art. 19), and the person may learn who that is.
/// </summary>
public sealed class Disclosure
{
    /// <summary>In characters.</summary>
    public const int LongestReference = 100;

    private Disclosure() { }

    public DisclosureId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public RecipientId RecipientId { get; private set; }
    /// <summary>As the recipient was called then.</summary>
    public string RecipientName { get; private set; } = "";
    public DataCategory Category { get; private set; }
    public DateOnly DisclosedOn { get; private set; }
    public DisclosureRole Role { get; private set; }
    /// <summary>Null for a processor, who uses it for nothing of its own.</summary>
    public DisclosureGround? Ground { get; private set; }
    /// <summary>By which the recipient knows the person, such as the number of a case. With one, neither name nor number need be told again.</summary>
    public string? Reference { get; private set; }

    public static Disclosure Of(CustomerId customer, Recipient recipient, DataCategory category, DateOnly on, DisclosureGround ground, string? reference, TimeProvider clock) => new()
    {
        Id = EntityKey.New<DisclosureId>(clock),
        CustomerId = customer,
        RecipientId = recipient.Id,
        RecipientName = recipient.Name,
        Category = category,
        DisclosedOn = on,
        Ground = ground,
        Reference = WrittenText.OneLine(reference),
    };

    /// <summary>Given to a processor, to be used for this controller only.</summary>
    public static Disclosure ToProcessor(CustomerId customer, Recipient recipient, DataCategory category, DateOnly on, TimeProvider clock)
    {
        var given = Of(customer, recipient, category, on, default, null, clock);
        (given.Role, given.Ground) = (DisclosureRole.Processor, null);
        return given;
    }

    /// <summary>What can be given to somebody outside; the controller's own log and working copies are not.</summary>
    public static IReadOnlyList<DataCategory> Categories { get; } =
        [.. Enum.GetValues<DataCategory>().Except([DataCategory.FormerDetails, DataCategory.AccessLog])];
}

internal sealed class DisclosureMapping : IEntityTypeConfiguration<Disclosure>
{
    public void Configure(EntityTypeBuilder<Disclosure> builder)
    {
        builder.Property(d => d.RecipientName).HasMaxLength(Recipient.MaxNameLength);
        builder.Property(d => d.Reference).HasMaxLength(Disclosure.LongestReference);
        builder.HasIndex(d => new { d.CustomerId, d.DisclosedOn });
        builder.HasIndex(d => d.RecipientId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(d => d.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Recipient>().WithMany().HasForeignKey(d => d.RecipientId).OnDelete(DeleteBehavior.Restrict);

        // Goes when the person does, not before: until then there is something left to tell of.
        builder.HoldsPersonalData(DataCategory.Relationship, RowErasure.Delete, d => d.CustomerId);
        builder.Personal(DataCategory.Relationship, d => d.RecipientName, d => d.Category, d => d.DisclosedOn, d => d.Role, d => d.Ground, d => d.Reference);
        builder.NotPortable("What the controller did with the data.");
        builder.MayNameOthers(d => d.Reference);
        builder.NamesNobodyElse("Who got it, which the person is told.", d => d.RecipientName);
        builder.Technical(d => d.Id, d => d.CustomerId, d => d.RecipientId);
    }
}

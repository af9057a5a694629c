using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

public readonly record struct LegalHoldId(Guid Value) : IEntityKey<LegalHoldId>
{
    public static LegalHoldId From(Guid value) => new(value);
}

/// <summary>
/// Nothing of a person, or nothing of some categories of their data, is destroyed while it is needed for a dispute or an authority's matter. A hold has a reason, an owner who answers for it, and a day on which the owner
/// weighs anew whether it is still needed; it is lifted by a person, never by the calendar.
/// </summary>
public sealed class LegalHold : IVersioned
{
    /// <summary>In characters, of the reasons for placing and lifting.</summary>
    public const int LongestReason = 1000;

    private LegalHold() { }

    /// <summary>The categories that a hold may keep without the rest. Who the person is stays with each of them.</summary>
    public static IReadOnlyList<DataCategory> Choosable { get; } =
    [
        DataCategory.RepresentedOrganisation, DataCategory.Notes, DataCategory.Orders, DataCategory.InvoicingDetails, DataCategory.ConsentsAndBans,
        DataCategory.Requests, DataCategory.PortalUse, DataCategory.Messages, DataCategory.PaperRecords, DataCategory.Visits,
    ];

    public LegalHoldId Id { get; private set; }
    public long Number { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public string Reason { get; private set; } = "";
    /// <summary>The member of staff who answers for the hold.</summary>
    public Guid OwnerId { get; private set; }
    public DateOnly ReviewOn { get; private set; }
    public DateTime PlacedAt { get; private set; }
    public Guid PlacedBy { get; private set; }
    /// <summary>The review day of which the owner has been reminded.</summary>
    public DateOnly? RemindedOf { get; private set; }
    public DateTime? LiftedAt { get; private set; }
    public Guid? LiftedBy { get; private set; }
    public string? LiftReason { get; private set; }
    /// <summary>The categories that are kept beside who the person is, as in <see cref="ErasurePlan.ErasedBits"/>; 0 where all is kept.</summary>
    public int KeptCategories { get; private set; }
    public long Version { get; set; }

    /// <summary>The same, as categories; none where all is kept.</summary>
    public IEnumerable<DataCategory> Only => ErasurePlan.CategoriesOf(KeptCategories);

    public bool IsInForce => LiftedAt is null;

    public static LegalHold Place(LegalHoldId id, long number, CustomerId customer, string reason, Guid owner, DateOnly reviewOn, Guid by, DateTime now, params IReadOnlyCollection<DataCategory> only)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new() { Id = id, Number = number, CustomerId = customer, Reason = reason.Trim(), OwnerId = owner, ReviewOn = reviewOn, PlacedBy = by, PlacedAt = now, KeptCategories = Bits(only) };
    }

    // An invoice that lives on without its buyer would lead back to the person through the order that is kept.
    private static int Bits(IReadOnlyCollection<DataCategory> only) =>
        only.Concat(only.Contains(DataCategory.Orders) ? [DataCategory.InvoicingDetails] : [])
            .Select(c => Choosable.Contains(c) ? 1 << (int)c : throw new ArgumentException($"{c} is not kept alone.", nameof(only)))
            .Aggregate(0, (bits, bit) => bits | bit);

    /// <summary>The hold is still needed: it is weighed again on another day.</summary>
    public void Keep(DateOnly reviewOn, Guid owner)
    {
        Require(IsInForce, "A lifted hold is not weighed again.");
        (ReviewOn, OwnerId) = (reviewOn, owner);
    }

    public void Reminded() => RemindedOf = ReviewOn;

    public void Lift(string reason, Guid by, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Require(IsInForce, "It is lifted already.");
        (LiftedAt, LiftedBy, LiftReason) = (now, by, reason.Trim());
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}

internal sealed class LegalHoldMapping : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.ToTable("LegalHolds");
        builder.Property(h => h.Reason).HasMaxLength(LegalHold.LongestReason);
        builder.Property(h => h.LiftReason).HasMaxLength(LegalHold.LongestReason);
        builder.Ignore(h => h.IsInForce);
        builder.Ignore(h => h.Only);
        builder.HasIndex(h => h.Number).IsUnique();
        builder.HasIndex(h => new { h.CustomerId, h.LiftedAt });
        builder.HasIndex(h => new { h.ReviewOn, h.Number }).HasFilter("\"LiftedAt\" is null");
        builder.HasIndex(h => new { h.LiftedAt, h.Number });
        builder.HasOne<Customer>().WithMany().HasForeignKey(h => h.CustomerId).OnDelete(DeleteBehavior.Cascade);

        // Words of staff about the person: a hold in force keeps itself, a lifted one goes with the notes.
        builder.HoldsPersonalData(DataCategory.Notes, RowErasure.Delete, h => h.CustomerId);
        builder.Personal(DataCategory.Notes, h => h.Number, h => h.Reason, h => h.ReviewOn, h => h.PlacedAt, h => h.LiftedAt, h => h.LiftReason);
        builder.NotPortable("What the controller concluded.");
        builder.MayNameOthers(h => h.Reason, h => h.LiftReason);
        builder.Technical(h => h.Id, h => h.CustomerId, h => h.OwnerId, h => h.PlacedBy, h => h.RemindedOf, h => h.LiftedBy, h => h.KeptCategories, h => h.Version);
    }
}

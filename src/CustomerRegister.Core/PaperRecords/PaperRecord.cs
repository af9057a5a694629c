using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.PaperRecords;

public readonly record struct PaperRecordId(Guid Value) : IEntityKey<PaperRecordId>
{
    public static PaperRecordId From(Guid value) => new(value);
}

/// <summary>What the paper is.</summary>
public enum PaperKind
{
    /// <summary>Contact details left at a customer event: a card, a list, a raffle ticket.</summary>
    EventContact,
    Form,
    Agreement,
    Letter,
    Other,
}

public enum PaperState
{
    Kept,
    /// <summary>Nobody's any more: it waits on the shredding list.</summary>
    ToShred,
    Destroyed,
}

/// <summary>
/// A piece of paper material (N21): what it is, whose, where and since when. When its person is erased, or it is given up, the row loses the person and what was
/// written about the paper, and stays as a label on the shredding list until a named person confirms that the paper is destroyed.
/// </summary>
public sealed class PaperRecord : IVersioned
{
    public const int MaxDescriptionLength = 200;

    private PaperRecord() { }

    public PaperRecordId Id { get; private set; }
    /// <summary>What the label on the paper says: see <see cref="LabelOf"/>.</summary>
    public long Number { get; private set; }
    public CustomerId? CustomerId { get; private set; }
    public PaperKind Kind { get; private set; }
    public string? Description { get; private set; }
    public PaperPlaceId PlaceId { get; private set; }
    public DateOnly KeptSince { get; private set; }
    /// <summary>When it came on the shredding list; null while it is kept.</summary>
    public DateTime? ShredFrom { get; private set; }
    public DateOnly? DestroyedOn { get; private set; }
    /// <summary>The member of staff who answers for the destruction (N22).</summary>
    public Guid? DestroyedBy { get; private set; }
    public long Version { get; set; }

    // Erasure takes the owner by the personal data map alone: whose paper is nobody's is to be shredded, whatever way it lost its person.
    public PaperState State => DestroyedOn is not null ? PaperState.Destroyed : CustomerId is null ? PaperState.ToShred : PaperState.Kept;

    public string Label => LabelOf(Number);

    public static PaperRecord Keep(PaperRecordId id, long number, CustomerId customer, PaperKind kind, string? description, PaperPlaceId place, DateOnly since) =>
        new() { Id = id, Number = number, CustomerId = customer, Kind = kind, Description = description, PlaceId = place, KeptSince = since };

    /// <summary><c>P-00042</c>: leads to nobody without the register.</summary>
    public static string LabelOf(long number) => string.Create(CultureInfo.InvariantCulture, $"P-{number:00000}");

    /// <summary>Reads a label as people type it: <c>P-00042</c>, <c>p42</c>, <c>42</c>. Null for anything else.</summary>
    public static long? NumberOf(string? label)
    {
        var text = label.AsSpan().Trim();
        if (text.Length > 0 && text[0] is 'P' or 'p')
            text = text[1..].TrimStart().TrimStart('-').TrimStart();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public void Change(PaperKind kind, string? description, PaperPlaceId place, DateOnly since)
    {
        Require(PaperState.Kept);
        (Kind, Description, PlaceId, KeptSince) = (kind, description, place, since);
    }

    /// <summary>The paper is no longer needed: it goes on the shredding list, and only the label says which it was.</summary>
    public void GiveUp(DateTime now)
    {
        Require(PaperState.Kept);
        (CustomerId, Description, ShredFrom) = (null, null, now);
    }

    public void ConfirmDestruction(DateOnly on, Guid by)
    {
        Require(PaperState.ToShred);
        (DestroyedOn, DestroyedBy) = (on, by);
    }

    private void Require(PaperState state)
    {
        if (State != state)
            throw new InvalidOperationException($"The paper record is {State}, not {state}.");
    }
}

internal sealed class PaperRecordMapping : IEntityTypeConfiguration<PaperRecord>
{
    public void Configure(EntityTypeBuilder<PaperRecord> builder)
    {
        builder.Property(p => p.Description).HasMaxLength(PaperRecord.MaxDescriptionLength);
        builder.Ignore(p => p.State);
        builder.Ignore(p => p.Label);
        builder.HasIndex(p => p.Number).IsUnique();
        builder.HasIndex(p => new { p.CustomerId, p.Number });
        builder.HasIndex(p => new { p.PlaceId, p.Number });
        builder.HasIndex(p => p.Number, "IX_PaperRecords_ToShred").HasFilter("\"CustomerId\" is null and \"DestroyedOn\" is null");
        builder.HasIndex(p => new { p.DestroyedOn, p.Number });
        builder.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<PaperPlace>().WithMany().HasForeignKey(p => p.PlaceId).OnDelete(DeleteBehavior.Restrict);

        builder.HoldsPersonalData(DataCategory.PaperRecords, RowErasure.Anonymise, p => p.CustomerId);
        builder.Personal(DataCategory.PaperRecords, p => p.Description);
        builder.Factual(DataCategory.PaperRecords, p => p.Number, p => p.Kind, p => p.KeptSince);
        builder.NotPortable("Processed by hand: Art. 20(1)(b) is about automated means.");
        builder.MayNameOthers(p => p.Description);
        // What happens to a paper once it is nobody's, and where it lies, is not about the person.
        builder.Technical(p => p.Id, p => p.CustomerId, p => p.PlaceId, p => p.ShredFrom, p => p.DestroyedOn, p => p.DestroyedBy, p => p.Version);
    }
}

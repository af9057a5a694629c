using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Rectification;

public readonly record struct RectificationItemId(Guid Value) : IEntityKey<RectificationItemId>
{
    public static RectificationItemId From(Guid value) => new(value);
}

/// <summary>What can be pointed at as wrong. Of addresses a part, for a part is what is usually wrong.</summary>
public enum RectifiedField
{
    FirstName,
    LastName,
    Email,
    Phone,
    Street,
    PostalCode,
    City,
    Region,
    Country,
    Website,
    Language,
    Note,
}

internal static class RectifiedFields
{
    /// <summary>The data category in which the field is reported.</summary>
    public static DataCategory Category(this RectifiedField field) => field switch
    {
        RectifiedField.FirstName or RectifiedField.LastName => DataCategory.Name,
        RectifiedField.Language => DataCategory.Relationship,
        RectifiedField.Note => DataCategory.Notes,
        _ => DataCategory.ContactDetails,
    };
}

public enum RectificationDecision
{
    /// <summary>What the person proposed is written.</summary>
    Accept,
    /// <summary>Something else is written, such as the same in the proper spelling.</summary>
    Change,
    Refuse,
}

/// <summary>One thing that a person says is wrong or missing (N35; GDPR Art. 16): the field, what it is, what it shall be, and on which ground.</summary>
public sealed class RectificationItem
{
    /// <summary>In characters.</summary>
    public const int LongestValue = 500, LongestGround = 1000, LongestReasons = 1000;

    private RectificationItem() { }

    public RectificationItemId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public int Position { get; private set; }
    public RectifiedField Field { get; private set; }
    /// <summary>The phone or address of which it is one, by its key; null for what a person has one of, and for one that is to be added.</summary>
    public Guid? TargetId { get; private set; }
    /// <summary>What was stored when the request was filed; null where nothing was.</summary>
    public string? CurrentValue { get; private set; }
    /// <summary>What it shall be; null where it shall be nothing.</summary>
    public string? ProposedValue { get; private set; }
    public string Ground { get; private set; } = "";
    /// <summary>What one person has decided while a second has not confirmed it yet: told to nobody.</summary>
    public ItemDraft? Draft { get; private set; }
    /// <summary>Null until the decision counts.</summary>
    public RectificationDecision? Decision { get; private set; }
    /// <summary>What was written; null where it was refused, or where the value was taken away.</summary>
    public string? WrittenValue { get; private set; }
    /// <summary>The ground in law on which it was refused; null where it was not.</summary>
    public DecisionGround? RefusalGround { get; private set; }
    /// <summary>Why it was refused, or written otherwise than proposed.</summary>
    public string? Reasons { get; private set; }
    /// <summary>Where the wrong value came from; set when it is corrected and the source is another than the person (N36).</summary>
    public Provenance? WrongSource { get; private set; }
    /// <summary>The day on which that source was told; null while it is still to be told.</summary>
    public DateOnly? SourceToldOn { get; private set; }

    /// <summary>Whether the source of the wrong value is still to be told of the correction.</summary>
    public bool AwaitsTelling => WrongSource is not null && SourceToldOn is null;

    public static RectificationItem Of(RequestId request, int position, RectificationEntry entry, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RectificationItemId>(clock),
        RequestId = request,
        Position = position,
        Field = entry.Field,
        TargetId = entry.TargetId,
        CurrentValue = entry.Current,
        ProposedValue = WrittenText.Lines(entry.Proposed),
        Ground = WrittenText.Lines(entry.Ground) ?? throw new ArgumentException("A person says on which ground.", nameof(entry)),
    };

    /// <param name="written">What is to be written; counts only where it is changed.</param>
    /// <param name="ground">In law; counts only where it is refused.</param>
    public void Propose(RectificationDecision decision, string? written, DecisionGround? ground, string? reasons) => Draft = new(
        decision,
        decision switch { RectificationDecision.Accept => ProposedValue, RectificationDecision.Change => WrittenText.Lines(written), _ => null },
        decision == RectificationDecision.Refuse ? ground : null,
        WrittenText.Lines(reasons));

    /// <summary>What was proposed counts.</summary>
    public void Decide()
    {
        var made = Draft ?? throw new InvalidOperationException("Nothing was proposed about the item.");
        (Decision, WrittenValue, RefusalGround, Reasons, Draft) = (made.Decision, made.Written, made.Ground, made.Reasons, null);
    }

    /// <summary>It is to be decided anew.</summary>
    public void ReturnDraft() => Draft = null;

    /// <summary>The value is corrected: whoever it came from is to be told, unless that was the person.</summary>
    public void Corrected(Provenance? wrongSource) =>
        WrongSource = wrongSource is { Kind: not (SourceKind.DataSubject or SourceKind.Controller) } ? wrongSource : null;

    public void SourceTold(DateOnly on) => SourceToldOn = on;
}

/// <summary>What is decided about one item.</summary>
/// <param name="Written">What is written; null where it is refused, or where the value is taken away.</param>
/// <param name="Ground">The ground in law on which it is refused; null where it is not.</param>
public sealed record ItemDraft(RectificationDecision Decision, string? Written, DecisionGround? Ground, string? Reasons);

/// <summary>What a person says about one thing.</summary>
/// <param name="Current">As it was shown to them.</param>
/// <param name="Proposed">Null or empty where it shall be nothing.</param>
public sealed record RectificationEntry(RectifiedField Field, Guid? TargetId, string? Current, string? Proposed, string? Ground);

internal sealed class RectificationItemMapping : IEntityTypeConfiguration<RectificationItem>
{
    public void Configure(EntityTypeBuilder<RectificationItem> builder)
    {
        builder.Property(i => i.CurrentValue).HasMaxLength(RectificationItem.LongestValue);
        builder.Property(i => i.ProposedValue).HasMaxLength(RectificationItem.LongestValue);
        builder.Property(i => i.WrittenValue).HasMaxLength(RectificationItem.LongestValue);
        builder.Property(i => i.Ground).HasMaxLength(RectificationItem.LongestGround);
        builder.Property(i => i.Reasons).HasMaxLength(RectificationItem.LongestReasons);
        builder.ComplexProperty(i => i.Draft, draft =>
        {
            draft.Property(d => d.Written).HasMaxLength(RectificationItem.LongestValue);
            draft.Property(d => d.Reasons).HasMaxLength(RectificationItem.LongestReasons);
        });
        builder.ComplexProperty(i => i.WrongSource);
        builder.Ignore(i => i.AwaitsTelling);
        builder.HasIndex(i => new { i.RequestId, i.Position }).IsUnique();
        // Those of which somebody is still to be told: few, whatever the register holds.
        builder.HasIndex(i => i.RequestId, "IX_RectificationItems_ToTell").HasFilter("\"WrongSource_Kind\" is not null and \"SourceToldOn\" is null");
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(i => i.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, i => i.RequestId);
        builder.Personal(DataCategory.Requests, i => i.Field, i => i.CurrentValue, i => i.ProposedValue, i => i.Ground, i => i.Decision, i => i.WrittenValue, i => i.RefusalGround, i => i.Reasons,
            i => i.WrongSource, i => i.SourceToldOn);
        builder.Secret(i => i.Draft);
        builder.NotPortable("The controller's own handling of a right; what was corrected goes along as it is now.");
        builder.MayNameOthers(i => i.Reasons);
        // Of what is corrected, the note alone is words of staff: a former name of one's own is never masked.
        builder.MayNameOthersWhere(i => i.Field, RectifiedField.Note, i => i.CurrentValue, i => i.WrittenValue);
        builder.NamesNobodyElse("The person's own words, and where the value came from.", i => i.ProposedValue, i => i.Ground, i => i.WrongSource);
        builder.Technical(i => i.Id, i => i.RequestId, i => i.Position, i => i.TargetId);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;

namespace CustomerRegister.Rectification;

/// <summary>What a person asks to be corrected, beside the request itself.</summary>
/// <param name="RestrictMeanwhile">Whether the data shall not be used until its accuracy is verified (GDPR Art. 18(1)(a)).</param>
public sealed record RectificationAsked(IReadOnlyList<RectificationEntry> Entries, bool RestrictMeanwhile);

/// <param name="Request">As it is filed, without a message if the items say it all.</param>
/// <param name="Entries">Each names a value that is stored or missing; what is stored now is read anew, not taken from the form.</param>
public sealed record FileRectificationCommand(FileRequestCommand Request, IReadOnlyList<RectificationEntry> Entries, bool RestrictMeanwhile);

public enum FileRectificationRefusal
{
    CustomerNotFound,
    NothingChosen,
    /// <summary>What an item points at is not there: look again.</summary>
    DetailGone,
    GroundMissing,
    /// <summary>The proposed value is what is stored.</summary>
    NothingNew,
    /// <summary>The proposed value cannot stand in its field.</summary>
    CannotBe,
}

/// <param name="Position">Of the entry that is refused, from 0.</param>
public sealed record RefusedEntry(int Position, FileRectificationRefusal Refusal);

/// <summary>A customer says what of the stored data is wrong, item by item (N35; GDPR Art. 16). What came otherwise is entered by <see cref="EnterRectificationItems"/>.</summary>
public sealed class FileRectification(RegisterContext db, FileRequest file, TimeProvider clock)
{
    public const int MostEntries = 40;

    /// <summary>What can be pointed at. Addresses that are hidden from the actor are not there. Logged as a look at the person.</summary>
    /// <returns>Null if there is no such customer.</returns>
    public async Task<IReadOnlyList<StoredDetail>?> Choices(CustomerId id, Actor actor, CancellationToken ct)
    {
        if (await CustomerDetails.Read(db, id, actor, ct) is not { } customer)
            return null;
        await db.LogRead(AuditEntry.Of(actor, actor.Kind == ActorKind.Customer ? AuditAction.OwnDataViewed : AuditAction.CustomerViewed, clock, id), ct);
        return await Details(customer, actor, ct);
    }

    /// <summary>What is wrong with the entries; empty when they can be filed.</summary>
    public async Task<IReadOnlyList<RefusedEntry>> Check(CustomerId id, IReadOnlyList<RectificationEntry> entries, Actor actor, CancellationToken ct) =>
        await CustomerDetails.Read(db, id, actor, ct) is { } customer ? RectificationEntries.Check(await Details(customer, actor, ct), entries) : [new(0, FileRectificationRefusal.CustomerNotFound)];

    public async Task<Outcome<FiledRequest, FileRectificationRefusal>> Run(FileRectificationCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Entries.Count is 0 or > MostEntries)
            return FileRectificationRefusal.NothingChosen;
        if (command.Request.Customer is not { } id || await CustomerDetails.Read(db, id, actor, ct) is not { } customer)
            return FileRectificationRefusal.CustomerNotFound;
        var details = await Details(customer, actor, ct);
        if (RectificationEntries.Check(details, command.Entries) is [var refused, ..])
            return refused.Refusal;
        // Kept as it is stored: what is masked is for the person's eyes.
        var entries = RectificationEntries.Read(StoredDetails.Of(customer), command.Entries);
        var outcome = await file.Run(command.Request with { Type = RequestType.Rectification, Rectification = new(entries, command.RestrictMeanwhile) }, actor, ct);
        return outcome.Succeeded ? outcome.Value : FileRectificationRefusal.CustomerNotFound;
    }

    // What a person is not given is not shown to them as something to correct, nor is who else is named in a note.
    private async Task<IReadOnlyList<StoredDetail>> Details(Customer customer, Actor actor, CancellationToken ct)
    {
        var details = StoredDetails.Of(customer);
        if (actor.Kind != ActorKind.Customer)
            return details;
        var withheld = await db.WithheldFrom(customer.Id, ct);
        details = withheld.Count == 0 ? details : [.. details.Where(d => !withheld.ContainsKey(d.Field.Category()))];
        if (!details.Any(d => d.Field == RectifiedField.Note))
            return details;
        var others = await OtherPeople.Than(customer, db, ct);
        return [.. details.Select(d => d with { Value = others.MaskIn(d.Field, d.Value) })];
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <param name="Entries">What the person wrote or said, item by item; what is stored now is read anew, not taken from the form.</param>
/// <param name="RestrictMeanwhile">Whether the person asks that the data is not used until its accuracy is verified (GDPR Art. 18(1)(a)).</param>
public sealed record EnterRectificationItemsCommand(RequestId Request, IReadOnlyList<RectificationEntry> Entries, bool RestrictMeanwhile);

public enum EnterRectificationItemsRefusal
{
    RequestNotFound,
    /// <summary>Nobody has found out yet who asks, or the person has been erased since: there is nothing to point at.</summary>
    PersonUnknown,
    NoLongerOpen,
    /// <summary>It came without signing in, and nobody has established that it is the customer's: on a stranger's word nothing of theirs is disputed or restricted.</summary>
    NotEstablished,
    /// <summary>The items there are have been decided, and wait for a second person.</summary>
    AwaitsConfirmation,
    NothingChosen,
    TooMany,
    /// <summary>An item about the same is there already.</summary>
    EnteredAlready,
    /// <summary>An entry breaks a rule: see <see cref="EnterRectificationItems.Check"/>.</summary>
    EntryRefused,
}

/// <param name="Details">What can be pointed at and has not been yet. Addresses that are hidden from the actor are not there.</param>
public sealed record EnterableItems(DataSubjectRequest Request, IReadOnlyList<StoredDetail> Details);

/// <summary>
/// Staff enter item by item what a request asks to be corrected that came on paper, by mail, by phone or at the counter (N35). The items keep the rules of the portal,
/// and are decided one by one like those that a customer has filed (<see cref="DecideRectification"/>).
/// </summary>
public sealed class EnterRectificationItems(RegisterContext db, PlaceRestriction restrict, TimeProvider clock)
{
    /// <summary>What can be entered now, or why nothing can. Logged as a look at the person.</summary>
    public async Task<Outcome<EnterableItems, EnterRectificationItemsRefusal>> Choices(RequestId id, Actor actor, CancellationToken ct)
    {
        var found = await Find(id, actor, ct);
        if (found.Succeeded)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, found.Value.Request.CustomerId, id.Value), ct);
        return found;
    }

    /// <summary>What is wrong with the entries; empty when they can be entered.</summary>
    public async Task<IReadOnlyList<RefusedEntry>> Check(RequestId id, IReadOnlyList<RectificationEntry> entries, Actor actor, CancellationToken ct) =>
        await Find(id, actor, ct) is { Succeeded: true, Value: { } found } ? RectificationEntries.Check(found.Details, entries) : [new(0, FileRectificationRefusal.DetailGone)];

    public async Task<Outcome<DataSubjectRequest, EnterRectificationItemsRefusal>> Run(EnterRectificationItemsCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Entries.Count == 0)
            return EnterRectificationItemsRefusal.NothingChosen;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Requests.Where(r => r.Id == command.Request).Select(r => r.CustomerId).SingleOrDefaultAsync(ct) is { } person)
            await db.HoldCustomers([person], ct);
        // Whoever decides at this moment must look again, and so must whoever enters items too.
        await db.Requests.Where(r => r.Id == command.Request).ExecuteUpdateAsync(set => set.SetProperty(r => r.Version, r => r.Version + 1), ct);
        var found = await Find(command.Request, actor, ct);
        if (!found.Succeeded)
            return found.Refusal.Value;
        var (request, details) = found.Value;
        var entered = await db.RectificationItems.Where(i => i.RequestId == command.Request).Select(i => new { i.Field, i.TargetId, i.Position }).ToListAsync(ct);
        if (entered.Count + command.Entries.Count > FileRectification.MostEntries)
            return EnterRectificationItemsRefusal.TooMany;
        var keys = command.Entries.Select(e => (e.Field, e.TargetId)).ToList();
        if (keys.Distinct().Count() < keys.Count || entered.Exists(i => keys.Contains((i.Field, i.TargetId))))
            return EnterRectificationItemsRefusal.EnteredAlready;
        if (RectificationEntries.Check(details, command.Entries).Count > 0)
            return EnterRectificationItemsRefusal.EntryRefused;

        var last = entered.Count == 0 ? 0 : entered.Max(i => i.Position);
        db.AddRange(RectificationEntries.Read(details, command.Entries).Select((entry, i) => RectificationItem.Of(request.Id, last + i + 1, entry, clock)));
        if (command.RestrictMeanwhile)
            await restrict.Add(new(request.CustomerId!.Value, RestrictionReason.AccuracyContested, request.Id), actor, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestAddedTo, clock, request.CustomerId, request.Id.Value, "items"));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    private async Task<Outcome<EnterableItems, EnterRectificationItemsRefusal>> Find(RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Type == RequestType.Rectification, ct);
        if (request is null)
            return EnterRectificationItemsRefusal.RequestNotFound;
        if (!request.IsOpen)
            return EnterRectificationItemsRefusal.NoLongerOpen;
        if (request.ProposedBy is not null)
            return EnterRectificationItemsRefusal.AwaitsConfirmation;
        if (request is { CustomerId: not null, MayBeAnothers: true })
            return EnterRectificationItemsRefusal.NotEstablished;
        if (request.CustomerId is not { } person || await CustomerDetails.Read(db, person, actor, ct) is not { } customer)
            return EnterRectificationItemsRefusal.PersonUnknown;
        var entered = await db.RectificationItems.Where(i => i.RequestId == id).Select(i => new { i.Field, i.TargetId }).ToListAsync(ct);
        return new EnterableItems(request, [.. StoredDetails.Of(customer).Where(d => !entered.Exists(i => i.Field == d.Field && i.TargetId == d.TargetId))]);
    }
}

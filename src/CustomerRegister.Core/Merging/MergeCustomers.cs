using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Restrictions;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>Whose value is kept.</summary>
public enum MergeSide
{
    Kept,
    Gone,
}

/// <summary>What whoever merges has chosen. What is not chosen here has its rule: the earliest beginning, the stricter ban, the longer protection.</summary>
/// <param name="Phones">The numbers that are kept, of either customer.</param>
/// <param name="Addresses">The addresses that are kept, of either customer.</param>
public sealed record MergeChoices(
    MergeSide Name, MergeSide Language, MergeSide Email, MergeSide Website, MergeSide EInvoice, MergeSide Note,
    IReadOnlyCollection<CustomerPhoneId> Phones, IReadOnlyCollection<CustomerAddressId> Addresses);

/// <param name="Kept">Who stays, with key and number.</param>
/// <param name="Gone">Who is merged into the other, and is no customer any more.</param>
/// <param name="KeptVersion">The version of the kept customer that was compared.</param>
public sealed record MergeCustomersCommand(CustomerId Kept, long KeptVersion, CustomerId Gone, long GoneVersion, MergeChoices Choices);

public enum MergeCustomersRefusal
{
    NotFound,
    SameCustomer,
    /// <summary>One of the two has been changed since they were compared.</summary>
    ChangedMeanwhile,
    /// <summary>One of the two stands on the list of a retention run that is not over: what it has approved must stay what it is.</summary>
    OnRetentionList,
    /// <summary>One of the two has a protected address, and the actor may not see it.</summary>
    AddressProtected,
    /// <summary>The data of one of the two is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
}

/// <summary>
/// Makes one customer of two who are the same person. Everything that belongs to the one who goes changes hands in one transaction:
/// see <see cref="MergeTables"/>. Bans and withdrawals of either hold: see <see cref="StricterWord"/>. Undone by <see cref="UndoMerge"/> for a time.
/// </summary>
public sealed class MergeCustomers(RegisterContext db, ChangeEmail changeEmail, TimeProvider clock, MergeRules rules)
{
    public async Task<Outcome<CustomerMerge, MergeCustomersRefusal>> Run(MergeCustomersCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Kept == command.Gone)
            return MergeCustomersRefusal.SameCustomer;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Nobody may get a new order, ban or role between the look and the deed, and nobody is erased meanwhile.
        await db.HoldCustomers([command.Kept, command.Gone], ct);
        db.ChangeTracker.Clear();
        if (await CustomerDetails.Read(db, command.Kept, actor, ct) is not { } kept || await CustomerDetails.Read(db, command.Gone, actor, ct) is not { } gone)
            return MergeCustomersRefusal.NotFound;
        if (kept.IsAddressHiddenFrom(actor) || gone.IsAddressHiddenFrom(actor))
            return MergeCustomersRefusal.AddressProtected;
        if (kept.Version != command.KeptVersion || gone.Version != command.GoneVersion)
            return MergeCustomersRefusal.ChangedMeanwhile;
        if (await OpenRetentionList.Names(db, [kept.Id, gone.Id], ct))
            return MergeCustomersRefusal.OnRetentionList;
        if ((await db.RestrictedAmong([kept.Id, gone.Id], ct)).Count > 0)
            return MergeCustomersRefusal.Restricted;

        var merge = CustomerMerge.Of(kept, gone, clock.Today().AddDays(rules.UndoDays + 1), clock);
        var rows = new StoredRows(db);
        var before = await Remember(rows, kept.Id, gone.Id, ct);
        var moved = await Move(rows, kept.Id, gone.Id, ct);
        var added = await SayAgain(kept.Id, ofGone: moved, ct);
        await CloseTheDoor(moved, ct);
        await MoveRoles(kept, gone, ct);
        await MoveChosen(command, ct);
        await Compose(command, gone, actor, merge, [.. moved.Where(m => m.Value.Count > 0).Select(m => m.Key)], ct);

        await db.ForgetUnconsentedVisits(kept.Id, ct);
        merge.Remember(new MergeTrace(moved, added, await Fingerprints.Of(db, kept.Id, ct)));
        db.Add(merge);
        db.AddRange(before.Select((row, i) => MergedRow.Of(merge.Id, i + 1, row.Table.Key, row.ValuesText, row.RestText)));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return merge;
    }

    private async Task<List<StoredRow>> Remember(StoredRows rows, CustomerId kept, CustomerId gone, CancellationToken ct)
    {
        var remembered = new List<StoredRow>();
        foreach (var table in MergeTables.Of(db, MergeWay.Chosen, MergeWay.LeftBehind))
        {
            remembered.AddRange(await rows.Read(table, kept, ct));
            remembered.AddRange(await rows.Read(table, gone, ct));
        }

        return remembered;
    }

    private async Task<Dictionary<string, IReadOnlyList<Guid>>> Move(StoredRows rows, CustomerId kept, CustomerId gone, CancellationToken ct)
    {
        var moved = new Dictionary<string, IReadOnlyList<Guid>>();
        foreach (var table in MergeTables.Of(db, MergeWay.Moved, MergeWay.Follows))
        {
            moved[table.Key] = await rows.Keys(table, gone, ct);
            await rows.Give(table, moved[table.Key], kept, ct);
        }

        return moved;
    }

    /// <summary>Says again what must go on holding, after the rows have changed hands.</summary>
    private async Task<Dictionary<string, IReadOnlyList<Guid>>> SayAgain(CustomerId kept, Dictionary<string, IReadOnlyList<Guid>> ofGone, CancellationToken ct)
    {
        var (banTable, consentTable) = (PersonalDataMap.Of(db).KeyOf<Ban>(), PersonalDataMap.Of(db).KeyOf<ConsentDecision>());
        var allBans = await db.Bans.AsNoTracking().Where(b => b.CustomerId == kept).ToListAsync(ct);
        var allDecisions = await db.ConsentDecisions.AsNoTracking().Where(d => d.CustomerId == kept).ToListAsync(ct);
        var bansOfGone = allBans.Where(b => ofGone[banTable].Contains(b.Id.Value)).ToList();
        var decisionsOfGone = allDecisions.Where(d => ofGone[consentTable].Contains(d.Id.Value)).ToList();
        var bans = StricterWord.Bans(kept, [.. allBans.Except(bansOfGone)], bansOfGone, clock);
        var withdrawals = StricterWord.Withdrawals(kept, [.. allDecisions.Except(decisionsOfGone)], decisionsOfGone, clock);
        db.AddRange(bans);
        db.AddRange(withdrawals);
        return new() { [banTable] = [.. bans.Select(b => b.Id.Value)], [consentTable] = [.. withdrawals.Select(d => d.Id.Value)] };
    }

    /// <summary>
    /// Links that lie in the mailbox of the customer who goes, and browsers that are signed in as that one, open nothing any more: if the two were not
    /// one person after all, neither must see what is the other's.
    /// </summary>
    private async Task CloseTheDoor(Dictionary<string, IReadOnlyList<Guid>> moved, CancellationToken ct)
    {
        var now = clock.Now();
        var map = PersonalDataMap.Of(db);
        var sessions = moved[map.KeyOf<Portal.PortalSession>()].Select(k => new Portal.PortalSessionId(k)).ToList();
        var invitations = moved[map.KeyOf<Portal.PortalInvitation>()].Select(k => new Portal.PortalInvitationId(k)).ToList();
        await db.PortalSessions.Where(s => sessions.Contains(s.Id) && s.EndedAt == null && s.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        await db.PortalInvitations.Where(i => invitations.Contains(i.Id) && i.UsedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, now), ct);
    }

    private async Task MoveRoles(Customer kept, Customer gone, CancellationToken ct)
    {
        foreach (var role in JoinedRoles.Of([.. kept.ContactRoles], [.. gone.ContactRoles]))
        {
            var taken = role.Gone.Select(r => r.Id).ToList();
            await db.ContactRoles.Where(r => taken.Contains(r.Id)).ExecuteDeleteAsync(ct);
            await db.ContactRoles.Where(r => r.Id == role.Survivor.Id).ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Title, role.Title).SetProperty(r => r.From, role.From).SetProperty(r => r.To, role.To), ct);
        }

        await db.ContactRoles.Where(r => r.CustomerId == gone.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.CustomerId, kept.Id), ct);
    }

    private async Task MoveChosen(MergeCustomersCommand command, CancellationToken ct)
    {
        var (kept, gone) = (command.Kept, command.Gone);
        var (phones, addresses) = (command.Choices.Phones.ToList(), command.Choices.Addresses.ToList());
        await db.CustomerPhones.Where(p => (p.CustomerId == kept || p.CustomerId == gone) && !phones.Contains(p.Id)).ExecuteDeleteAsync(ct);
        await db.CustomerPhones.Where(p => p.CustomerId == gone).ExecuteUpdateAsync(s => s.SetProperty(p => p.CustomerId, kept), ct);
        await db.CustomerAddresses.Where(a => (a.CustomerId == kept || a.CustomerId == gone) && !addresses.Contains(a.Id)).ExecuteDeleteAsync(ct);
        await db.CustomerAddresses.Where(a => a.CustomerId == gone).ExecuteUpdateAsync(s => s.SetProperty(a => a.CustomerId, kept), ct);
    }

    private async Task Compose(MergeCustomersCommand command, Customer gone, Actor actor, CustomerMerge merge, IReadOnlyList<string> moved, CancellationToken ct)
    {
        var kept = await db.Customers.AsSingleQuery()
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .SingleAsync(c => c.Id == command.Kept, ct);
        var changed = await MergedDetails.Compose(kept, gone, command.Choices, changeEmail, actor, ct);
        // Also where no column of the row itself changes, it is not what it was.
        db.Entry(kept).Property(c => c.Version).IsModified = true;
        db.Add(AuditEntry.Of(actor, AuditAction.CustomersMerged, clock, kept.Id, merge.GoneId, [.. changed, .. moved]));
        db.Add(AuditEntry.Of(actor, AuditAction.CustomersMerged, clock, gone.Id, merge.KeptId));
        await db.SaveChangesAsync(ct);
        await db.Customers.Where(c => c.Id == gone.Id).ExecuteDeleteAsync(ct);
        db.Add(FormerCustomer.Of(gone, kept.Id, clock.Today()));
    }
}

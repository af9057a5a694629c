using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

public enum UndoMergeRefusal
{
    /// <summary>There is no such merge: undone already, or forgotten when its time was over, or erased with the person.</summary>
    NotFound,
    TimeOver,
    /// <summary>The customer has been merged into another since: that merge is undone first.</summary>
    MergedAgain,
    /// <summary>The customer stands on the list of a retention run that is not over.</summary>
    OnRetentionList,
    /// <summary>Something has been changed or added since, and nobody can tell to which of the two it belongs.</summary>
    ChangedSince,
}

/// <param name="FullName">Of the customer who was kept.</param>
/// <param name="Refusal">Why it cannot be undone; null when it can.</param>
/// <param name="Changed">The tables, by their keys, in which something has been changed or added since.</param>
public sealed record UndoableMerge(CustomerMerge Merge, string FullName, UndoMergeRefusal? Refusal, IReadOnlyList<string> Changed);

/// <summary>
/// Undoes a merge: both customers are again what they were, with their own numbers, details and rows. What was only noted since, such as mails and visits to
/// the portal, stays with the one who was kept. Refused when something has been built on the merge.
/// </summary>
public sealed class UndoMerge(RegisterContext db, ChangeEmail changeEmail, TimeProvider clock)
{
    /// <summary>What undoing would meet. Logged as a view of the customer.</summary>
    /// <returns>Null when there is no such merge of the customer.</returns>
    public async Task<UndoableMerge?> Preview(CustomerId customer, CustomerMergeId id, Actor actor, CancellationToken ct)
    {
        // The fingerprints are read by plain commands on one connection.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.CustomerMerges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.CustomerId == customer, ct) is not { } merge)
            return null;
        var name = await db.Customers.Where(c => c.Id == customer).Select(c => new { c.FirstName, c.LastName }).SingleAsync(ct);
        var (refusal, changed) = await Weigh(merge, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, customer));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(merge, Customer.NameOf(name.FirstName, name.LastName), refusal, changed);
    }

    /// <returns>The customer who is back.</returns>
    public async Task<Outcome<Customer, UndoMergeRefusal>> Run(CustomerId customer, CustomerMergeId id, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.HoldCustomers([customer], ct);
        db.ChangeTracker.Clear();
        if (await db.CustomerMerges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.CustomerId == customer, ct) is not { } merge)
            return UndoMergeRefusal.NotFound;
        if ((await Weigh(merge, ct)).Refusal is { } refusal)
            return refusal;

        var (kept, gone) = (new CustomerId(merge.KeptId), new CustomerId(merge.GoneId));
        var merged = await db.Customers.Where(c => c.Id == kept).Select(c => new { c.Version, c.Email }).SingleAsync(ct);
        await PutBack(merge, kept, ct);
        await GiveBack(MergeTrace.FromJson(merge.Trace), gone, ct);
        await db.FormerCustomers.Where(f => f.FormerId == gone).ExecuteDeleteAsync(ct);
        await db.CustomerMerges.Where(m => m.Id == id).ExecuteDeleteAsync(ct);

        var both = await db.Customers.AsSplitQuery()
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .Where(c => c.Id == kept || c.Id == gone).ToListAsync(ct);
        foreach (var one in both)
        {
            // An organisation may have another name by now.
            one.RefreshSearchText();
            // No version comes twice: whoever has a page from before open is told.
            one.Version = Math.Max(one.Version, merged.Version);
            db.Entry(one).Property(c => c.Version).IsModified = true;
        }

        changeEmail.Note(both.Single(c => c.Id == kept), merged.Email);
        await changeEmail.Tell(actor, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.MergeUndone, clock, kept, merge.GoneId));
        db.Add(AuditEntry.Of(actor, AuditAction.MergeUndone, clock, gone, merge.KeptId));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return both.Single(c => c.Id == gone);
    }

    private async Task<(UndoMergeRefusal? Refusal, IReadOnlyList<string> Changed)> Weigh(CustomerMerge merge, CancellationToken ct)
    {
        if (clock.Today() >= merge.UndoableUntil)
            return (UndoMergeRefusal.TimeOver, []);
        if (merge.CustomerId.Value != merge.KeptId)
            return (UndoMergeRefusal.MergedAgain, []);
        if (await OpenRetentionList.Names(db, [merge.CustomerId], ct))
            return (UndoMergeRefusal.OnRetentionList, []);
        var now = await Fingerprints.Of(db, merge.CustomerId, ct);
        // A table that the merge did not know yet has nothing to compare.
        var changed = MergeTrace.FromJson(merge.Trace).After.Where(then => now.TryGetValue(then.Key, out var print) && print != then.Value).Select(then => then.Key).ToList();
        return changed.Count > 0 ? (UndoMergeRefusal.ChangedSince, changed) : (null, []);
    }

    private async Task PutBack(CustomerMerge merge, CustomerId kept, CancellationToken ct)
    {
        var rows = new StoredRows(db);
        var tables = MergeTables.Of(db, MergeWay.Chosen, MergeWay.LeftBehind).ToDictionary(t => t.Key);
        var stored = await db.MergedRows.AsNoTracking().Where(r => r.MergeId == merge.Id).OrderBy(r => r.Position).ToListAsync(ct);
        foreach (var table in tables.Values.Where(t => !t.IsCustomer))
            await rows.Delete(table, kept, ct);
        // The customers come first, which the rest refers to.
        foreach (var row in stored.Select(r => StoredRow.Of(tables[r.Table], r.Values, r.Rest)))
        {
            if (row.Table.IsCustomer && row.Owner == kept)
                await rows.Overwrite(row, ct);
            else
                await rows.Insert(row, ct);
        }
    }

    private async Task GiveBack(MergeTrace trace, CustomerId gone, CancellationToken ct)
    {
        var rows = new StoredRows(db);
        var tables = MergeTables.Of(db, MergeWay.Moved, MergeWay.Follows).ToDictionary(t => t.Key);
        foreach (var (table, keys) in trace.Added)
        {
            foreach (var key in keys)
                await rows.Delete(tables[table], key, ct);
        }

        foreach (var (table, keys) in trace.Moved)
            await rows.Give(tables[table], keys, gone, ct);
    }
}

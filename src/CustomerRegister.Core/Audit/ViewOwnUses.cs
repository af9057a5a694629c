using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <param name="After">The last entry of the page before.</param>
/// <param name="OthersOnly">Leaves out the customer's own acts, among which those of others are hard to find.</param>
public sealed record ViewOwnUsesQuery(CustomerId Customer, AuditEntryId? After, bool OthersOnly);

/// <summary>A customer sees who has used their data, page by page: when, in which role and for what (CJEU C-579/21). The look itself is logged.</summary>
public sealed class ViewOwnUses(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    public async Task<UsesPage> Run(ViewOwnUsesQuery query, Actor actor, CancellationToken ct)
    {
        // Entries keep the key under which they were written, also that of a customer who has been merged into this one.
        List<CustomerId?> keys = [query.Customer, .. await db.FormerCustomers.Where(f => f.CustomerId == query.Customer).Select(f => (CustomerId?)f.FormerId).ToListAsync(ct)];
        var entries = db.AuditEntries.AsNoTracking().Where(e => keys.Contains(e.CustomerId));
        if (query.After is { } id && await entries.Where(e => e.Id == id).Select(e => (DateTime?)e.At).SingleOrDefaultAsync(ct) is { } at)
            entries = entries.Where(e => e.At <= at && (e.At < at || e.Id.CompareTo(id) < 0));
        if (query.OthersOnly)
            entries = entries.Where(e => e.ActorKind != ActorKind.Customer);
        var rows = await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(PageSize + 1)
            .Select(e => new UseOfData(e.Id, e.At, e.Action, e.ActorKind, e.ActorRole, e.Purpose, e.Fields, null)).ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, query.Customer), ct);
        return new([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}

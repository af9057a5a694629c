using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>One use of the person's data, as the log tells it.</summary>
/// <param name="Fields">Names of the fields concerned, separated by commas.</param>
/// <param name="StaffName">Only for readers who may see the audit log; null for everybody else, and for who is no member of staff.</param>
public sealed record UseOfData(AuditEntryId Id, DateTime At, string Action, ActorKind ActorKind, string Role, string Purpose, string? Fields, string? StaffName);

/// <param name="HasMore">Whether older entries follow the last one.</param>
public sealed record UsesPage(IReadOnlyList<UseOfData> Rows, bool HasMore);

/// <summary>What the log holds about one customer, newest first: also what it holds about whoever was merged into them, under the key of that time.</summary>
internal static class UsesOfData
{
    /// <param name="changesOnly">Leaves out looks: what remains is the history of the data.</param>
    /// <param name="after">The entry after which the page begins; one that is not about the customer gives the first page.</param>
    /// <param name="withNames">Whether the reader may know who the members of staff are.</param>
    public static async Task<UsesPage> Read(RegisterContext db, CustomerId customer, bool changesOnly, AuditEntryId? after, int size, bool withNames, CancellationToken ct)
    {
        // Nearly everybody has one key. Whether there are others comes along with the entries, so that a card costs no query more for it.
        var keys = after is null ? [customer] : await FormerKeys.And(db, customer, ct);
        var rows = await Rows(keys);
        if (after is null && (rows.Count == 0 || rows[0].HasFormerKeys))
        {
            keys = await FormerKeys.And(db, customer, ct);
            if (keys.Count > 1)
                rows = await Rows(keys);
        }

        return new([.. rows.Take(size).Select(r => r.Use)], rows.Count > size);

        async Task<List<Row>> Rows(IReadOnlyList<CustomerId> about)
        {
            var entries = about is [var only]
                ? db.AuditEntries.AsNoTracking().Where(e => e.CustomerId == only)
                : db.AuditEntries.AsNoTracking().Where(e => about.Contains(e.CustomerId!.Value));
            if (after is { } id && await entries.Where(e => e.Id == id).Select(e => (DateTime?)e.At).SingleOrDefaultAsync(ct) is { } at)
                entries = entries.Where(e => e.At <= at && (e.At < at || e.Id.CompareTo(id) < 0));
            if (changesOnly)
                entries = entries.Where(e => !AuditAction.Looks.Contains(e.Action));
            return await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(size + 1)
                .Select(e => new Row(
                    new UseOfData(e.Id, e.At, e.Action, e.ActorKind, e.ActorRole, e.Purpose, e.Fields,
                        withNames ? db.Users.Where(u => e.ActorKind == ActorKind.Staff && u.Id == e.ActorId).Select(u => u.FullName).FirstOrDefault() : null),
                    db.FormerCustomers.Any(f => f.CustomerId == customer)))
                .WithKeptPlan().ToListAsync(ct);
        }
    }

    private sealed record Row(UseOfData Use, bool HasFormerKeys);
}

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

internal enum UsesWanted
{
    All,

    /// <summary>Without looks: what remains is the history of the data.</summary>
    Changes,

    /// <summary>Without the customer's own acts, among which those of others are hard to find.</summary>
    ByOthers,
}

/// <summary>What the log holds about one customer, newest first: also what it holds about whoever was merged into them, under the key of that time.</summary>
internal static class UsesOfData
{
    /// <param name="keys">All keys under which the customer is in the log: see <see cref="FormerKeys"/>.</param>
    /// <param name="after">The entry after which the page begins; one that is not about the customer gives the first page.</param>
    /// <param name="withNames">Whether the reader may know who the members of staff are.</param>
    public static async Task<UsesPage> Read(RegisterContext db, IReadOnlyList<CustomerId> keys, UsesWanted wanted, AuditEntryId? after, int size, bool withNames, CancellationToken ct)
    {
        var entries = keys is [var only]
            ? db.AuditEntries.AsNoTracking().Where(e => e.CustomerId == only)
            : db.AuditEntries.AsNoTracking().Where(e => keys.Contains(e.CustomerId!.Value));
        if (after is { } id && await entries.Where(e => e.Id == id).Select(e => (DateTime?)e.At).SingleOrDefaultAsync(ct) is { } at)
            entries = entries.Where(e => e.At <= at && (e.At < at || e.Id.CompareTo(id) < 0));
        entries = wanted switch
        {
            UsesWanted.Changes => entries.Where(e => !AuditAction.Looks.Contains(e.Action)),
            UsesWanted.ByOthers => entries.Where(e => e.ActorKind != ActorKind.Customer),
            _ => entries,
        };
        var rows = await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(size + 1)
            .Select(e => new UseOfData(e.Id, e.At, e.Action, e.ActorKind, e.ActorRole, e.Purpose, e.Fields,
                withNames ? db.Users.Where(u => e.ActorKind == ActorKind.Staff && u.Id == e.ActorId).Select(u => u.FullName).FirstOrDefault() : null))
            .WithKeptPlan().ToListAsync(ct);
        return new([.. rows.Take(size)], rows.Count > size);
    }
}

using System.Runtime.CompilerServices;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="Address">Null in a list for e-mail.</param>
/// <param name="Email">Null in a list for the post.</param>
public sealed record ExportedPerson(string FirstName, string LastName, PostalAddress? Address, EmailAddress? Email);

/// <summary>
/// A target group as a list of names with what reaches them, and nothing else, for the controller's own mailing (N4, N7). Whoever may not be reached is not on it. The export is logged, and the
/// use of each person's data before it is given; it streams, so its length costs no memory.
/// </summary>
public sealed class ExportTargetGroup(RegisterContext db, ReachableCustomers reachable, TimeProvider clock)
{
    private const int AtOnce = 1000;

    public async IAsyncEnumerable<ExportedPerson> Run(TargetGroup group, ReachedBy by, Actor actor, [EnumeratorCancellation] CancellationToken ct)
    {
        var user = actor.For(TargetGroup.PurposeOf(group.Use));
        await db.LogRead(AuditEntry.Of(user, AuditAction.TargetGroupExported, clock, fields: by.ToString()), ct);
        (string SortName, long Number)? last = null;
        while (true)
        {
            var people = reachable.In(group, by, db).AsNoTracking();
            if (last is { } place)
                people = people.Where(c => c.SortName.CompareTo(place.SortName) > 0 || c.SortName == place.SortName && c.Number > place.Number);
            // Whoever forbids while it runs is not among the next ones.
            var rows = await people.OrderBy(c => c.SortName).ThenBy(c => c.Number).Take(AtOnce)
                .Select(c => new
                {
                    c.Id,
                    c.SortName,
                    c.Number,
                    c.FirstName,
                    c.LastName,
                    c.Email,
                    Address = c.Addresses.Where(a => a.Kind == AddressKind.Postal && a.Address.City != null).OrderByDescending(a => a.Id).Select(a => a.Address).FirstOrDefault(),
                }).ToListAsync(ct);
            if (rows.Count == 0)
                yield break;
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                await db.LogUse(rows.Select(r => r.Id), AuditAction.PersonExported, group, actor, clock, ct);
                await transaction.CommitAsync(ct);
            }

            foreach (var row in rows)
                yield return new(row.FirstName, row.LastName, by == ReachedBy.Post ? row.Address : null, by == ReachedBy.Email ? row.Email : null);
            last = (rows[^1].SortName, rows[^1].Number);
        }
    }
}

using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <summary>Name and address as they go onto an envelope, a line each; nothing else.</summary>
public sealed record AddressLabel(IReadOnlyList<string> Lines);

/// <param name="Next">The last person of these labels, after whom the next ones begin; null when there are no more.</param>
public sealed record AddressLabels(IReadOnlyList<AddressLabel> Labels, CustomerId? Next);

/// <summary>
/// Address labels for those of a target group who may be reached by post (N7). That a person's name and address were used, and for what, is logged for
/// each before the labels are given.
/// </summary>
public sealed class PrintLabels(RegisterContext db, ReachableCustomers reachable, TimeProvider clock)
{
    public const int OnSheet = 24;

    /// <summary>As many as a printer takes at once: fifty sheets.</summary>
    public const int Most = 50 * OnSheet;

    /// <summary>The country's name stands in the language of the country in which the letter is posted.</summary>
    private static readonly CultureInfo Posted = CultureInfo.GetCultureInfo("fi");

    /// <param name="after">The last person of the labels before; one who can no longer be reached begins anew where they stood.</param>
    public async Task<AddressLabels> Run(TargetGroup group, CustomerId? after, Actor actor, CancellationToken ct)
    {
        var people = reachable.In(group, ReachedBy.Post, db).AsNoTracking();
        if (after is { } last && await db.Customers.Where(c => c.Id == last).Select(c => new { c.SortName, c.Number }).SingleOrDefaultAsync(ct) is { } place)
            people = people.Where(c => RowValue.IsAfter(c.SortName, c.Number, place.SortName, place.Number));
        // One statement: whoever forbids while it runs is on no later sheet, and nobody gets onto this one who had forbidden before.
        var rows = await people.OrderBy(c => c.SortName).ThenBy(c => c.Number).Take(Most + 1)
            .Select(c => new { c.Id, c.FirstName, c.LastName, Address = c.Addresses.Where(a => a.Kind == AddressKind.Postal && a.Address.City != null).OrderByDescending(a => a.Id).Select(a => a.Address).First() })
            .ToListAsync(ct);
        var used = rows.Take(Most).ToList();

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LogUse(used.Select(r => r.Id), AuditAction.AddressListed, group, actor, clock, ct);
        await transaction.CommitAsync(ct);
        return new(
            [.. used.Select(r => new AddressLabel([Customer.NameOf(r.FirstName, r.LastName), .. r.Address.Lines(language: Posted)]))],
            rows.Count > Most ? used[^1].Id : null);
    }
}

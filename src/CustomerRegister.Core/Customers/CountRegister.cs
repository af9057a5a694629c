using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>What the staff's front page tells; a part is null for who may not see what it counts.</summary>
public sealed record RegisterCounts(CustomerCounts? Customers, RequestCounts? Requests, int? OverdueInvoices, CountOfOldest? Dormant);

/// <summary>Each counted up to one above <see cref="CountRegister.MostCounted"/>.</summary>
/// <param name="WithoutEmail">Of the relationships in force.</param>
/// <param name="WithoutLanguage">Of the relationships in force: those whose language nobody has told.</param>
/// <param name="UndeliverableMail">Customers to whom a message was given up.</param>
/// <param name="Unrepresented">Organisations whose contact person nobody is today.</param>
public sealed record CustomerCounts(int All, int WithoutEmail, int WithoutLanguage, int UndeliverableMail, CountOfOldest Unrepresented);

/// <summary>Open requests by the days that are left, as the desk lists them.</summary>
/// <param name="Soon">Due within a week, today among them.</param>
/// <param name="Nearest">The nearest deadline of those whose clock runs; null if there are none.</param>
public sealed record RequestCounts(int Overdue, int Soon, int Later, DateOnly? Nearest)
{
    public int Open => Overdue + Soon + Later;
}

/// <summary>What costs a look at each.</summary>
/// <param name="Of">How many of the oldest were looked at; null if all were.</param>
public sealed record CountOfOldest(int Count, int? Of);

/// <summary>Numbers only, so nothing is logged. Each is read from an index and no further than a limit, however large the register is.</summary>
public sealed class CountRegister(RegisterContext db, TimeProvider clock)
{
    public const int MostCounted = CustomerPages.Cap;

    /// <summary>How long without an order before it is suggested to end a relationship.</summary>
    public const int YearsWithoutOrder = 2;

    private const int OldestLookedAt = 5000;

    private static readonly RequestState[] Open = [RequestState.Received, RequestState.WaitingForIdentity, RequestState.InHand];

    /// <summary>The day since when there has been no order in a relationship that it is suggested to end.</summary>
    public DateOnly DormantSince => clock.Today().AddYears(-YearsWithoutOrder);

    /// <param name="may">What whoever reads the numbers is allowed.</param>
    public async Task<RegisterCounts> Run(Func<Permission, bool> may, CancellationToken ct) => new(
        may(Permission.ViewCustomers) ? await Customers(ct) : null,
        may(Permission.HandleRequests) ? await Requests(ct) : null,
        may(Permission.ManageInvoices) ? await OverdueInvoices(ct) : null,
        may(Permission.EditCustomers) ? await Dormant(ct) : null);

    private async Task<CustomerCounts> Customers(CancellationToken ct) => new(
        await db.Customers.Take(MostCounted + 1).CountAsync(ct),
        await Filtered(new(RelationshipState.InForce, WithoutEmail: true)).Take(MostCounted + 1).CountAsync(ct),
        await Filtered(new(RelationshipState.InForce, WithoutLanguage: true)).Take(MostCounted + 1).CountAsync(ct),
        await Filtered(new(UndeliverableMail: true)).Take(MostCounted + 1).CountAsync(ct),
        await Unrepresented(ct));

    private IQueryable<Customer> Filtered(CustomerFilter filter) => filter.Of(db.Customers, db, clock.Today());

    private async Task<RequestCounts> Requests(CancellationToken ct)
    {
        var today = clock.Today();
        var soon = today.AddDays(RequestsDue.SoonDays);
        var groups = await db.Requests.Where(r => Open.Contains(r.State))
            .GroupBy(r => r.ClockStands || r.DeadlineOn > soon ? 2 : r.DeadlineOn < today ? 0 : 1)
            .Select(g => new { g.Key, Count = g.Count(), Nearest = g.Min(r => r.ClockStands ? null : (DateOnly?)r.DeadlineOn) }).ToListAsync(ct);
        int Of(int key) => groups.Find(g => g.Key == key)?.Count ?? 0;
        return new RequestCounts(Of(0), Of(1), Of(2), groups.Min(g => g.Nearest));
    }

    private Task<int> OverdueInvoices(CancellationToken ct)
    {
        var today = clock.Today();
        return db.Invoices.Where(i => i.SettledOn == null && i.DueOn < today).Take(MostCounted + 1).CountAsync(ct);
    }

    private Task<CountOfOldest> Dormant(CancellationToken ct)
    {
        var since = DormantSince;
        return Oldest(db.Customers.Where(c => c.RelationshipEnd == null).OrderBy(c => c.Number).Take(OldestLookedAt)
            .Select(c => new { c.RelationshipStart, Last = db.Orders.Where(o => o.CustomerId == c.Id).Max(o => (DateOnly?)o.PlacedOn) })
            .Select(c => c.Last < since && c.Last >= c.RelationshipStart), ct);
    }

    private Task<CountOfOldest> Unrepresented(CancellationToken ct)
    {
        var today = clock.Today();
        return Oldest(db.Organisations.OrderBy(o => o.Number).Take(OldestLookedAt)
            .Select(o => !db.ContactRoles.Any(r => r.OrganisationId == o.Id && r.From <= today && (r.To == null || r.To > today))), ct);
    }

    private static async Task<CountOfOldest> Oldest(IQueryable<bool> lookedAt, CancellationToken ct)
    {
        var counts = await lookedAt.GroupBy(isOne => isOne).Select(g => new { IsOne = g.Key, Count = g.Count() }).ToListAsync(ct);
        var all = counts.Sum(c => c.Count);
        return new CountOfOldest(counts.Find(c => c.IsOne)?.Count ?? 0, all < OldestLookedAt ? null : all);
    }
}

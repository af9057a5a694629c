using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>What falls due in one calendar month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="People">Customers whose retention period ends in it; grounds may keep some of their data longer.</param>
/// <param name="Buyers">Invoices of people who have gone whose buyer is forgotten in it.</param>
public sealed record DueMonth(DateOnly Month, int People, int Buyers);

/// <param name="Overdue">Customers whose period is over today; those who are kept on grounds are among them.</param>
/// <param name="Months">This month, from tomorrow on, and the eleven after it.</param>
public sealed record DueCalendar(int Overdue, IReadOnlyList<DueMonth> Months);

/// <summary>How much falls due in the coming twelve months, counted by days from the indexes: nobody is weighed, nothing is written.</summary>
public sealed class ForeseeYear(RegisterContext db, RetentionRules rules, TimeProvider clock)
{
    public const int MonthsAhead = 12;

    public async Task<DueCalendar> Run(CancellationToken ct)
    {
        var today = clock.Today();
        var first = new DateOnly(today.Year, today.Month, 1);
        var last = first.AddMonths(MonthsAhead).AddDays(-1);
        var (over, ahead) = (rules.DueIfEndedBy(today), rules.DueIfEndedBy(last));
        var overdue = await db.Customers.CountAsync(c => c.RelationshipEnd <= over, ct);
        var ends = await db.Customers.Where(c => c.RelationshipEnd > over && c.RelationshipEnd <= ahead)
            .GroupBy(c => c.RelationshipEnd!.Value).Select(g => new { Day = g.Key, Count = g.Count() }).ToListAsync(ct);
        var (freed, freedAhead) = (rules.LatestFreeVoucher(today), rules.LatestFreeVoucher(last));
        var vouchers = await db.Invoices.Where(i => i.CustomerId == null && i.BuyerName != null && i.InvoicedOn > freed && i.InvoicedOn <= freedAhead)
            .GroupBy(i => i.InvoicedOn).Select(g => new { Day = g.Key, Count = g.Count() }).ToListAsync(ct);

        var people = ends.ToLookup(e => MonthOf(rules.CustomerData.After(e.Day)), e => e.Count);
        var buyers = vouchers.ToLookup(v => MonthOf(rules.VoucherFreeOn(v.Day)), v => v.Count);
        return new(overdue, [.. Enumerable.Range(0, MonthsAhead).Select(i => first.AddMonths(i)).Select(month => new DueMonth(month, people[month].Sum(), buyers[month].Sum()))]);
    }

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);
}

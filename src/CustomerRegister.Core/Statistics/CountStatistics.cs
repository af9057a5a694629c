using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Statistics;

/// <summary>
/// Counts the statistics anew (N3): by the database, in groups, from no name, street or contact detail. What leads to few people is joined or dropped before anything is stored:
/// see <see cref="SmallGroups"/>.
/// </summary>
public sealed class CountStatistics(RegisterContext db, SmallestGroup smallest, TimeProvider clock)
{
    /// <summary>How many years, this one among them, orders are counted by month; the earlier ones are counted by year.</summary>
    public const int YearsByMonth = 2;

    /// <summary>How much of a postal code names the area.</summary>
    private const int AreaDigits = 2;

    /// <param name="Largest">How much of the sum is one person's at most.</param>
    private sealed record Group(string Key, int People, int Count, decimal? Sum = null, decimal Largest = 0);

    /// <returns>How many lines there are to show.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var at = clock.Now();
        var inForce = db.PeopleToCount().Where(c => c.RelationshipEnd == null);
        var byStart = await inForce.GroupBy(c => c.RelationshipStart.Year).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var byLanguage = await inForce.GroupBy(c => c.LanguageSource == null ? (Language?)null : c.Language).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var byEnd = await db.PeopleToCount().Where(c => c.RelationshipEnd != null).GroupBy(c => c.RelationshipEnd!.Value.Year).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        List<StatisticFigure> figures =
        [
            .. Lines(StatisticTopic.InForceByStart, byStart.Select(g => People(Invariant(g.Key), g.Count)), at),
            .. Lines(StatisticTopic.InForceByLanguage, byLanguage.Select(g => People(g.Key?.ToString() ?? "", g.Count)), at),
            .. Lines(StatisticTopic.InForceByArea, await ByArea(inForce, ct), at),
            .. Lines(StatisticTopic.EndedByYear, byEnd.Select(g => People(Invariant(g.Key), g.Count)), at),
        ];
        figures.AddRange(Lines(StatisticTopic.VisitsByMonth, await VisitsByMonth(ct), at));
        figures.AddRange(Lines(StatisticTopic.ViewsByPage, await ViewsByPage(ct), at));
        foreach (var currency in await OrdersByCurrency(ct))
            figures.AddRange(Lines(StatisticTopic.Orders, currency, at, currency.Key, figures.Count(f => f.Topic == StatisticTopic.Orders)));

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.StatisticFigures.ExecuteDeleteAsync(ct);
        db.AddRange(figures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return figures.Count;
    }

    private IEnumerable<StatisticFigure> Lines(StatisticTopic topic, IEnumerable<Group> groups, DateTime at, string? currency = null, int after = 0)
    {
        var (shown, joined) = SmallGroups.Hide(groups, g => g.People, smallest, recur: topic is StatisticTopic.Orders or StatisticTopic.VisitsByMonth or StatisticTopic.ViewsByPage);
        var lines = shown.OrderBy(g => g.Key.Length == 0).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => (Key: (string?)g.Key, g.Count, Sum: SmallGroups.Undominated(g.Sum, g.Largest))).ToList();
        // Whose the largest parts of several groups are is not known: perhaps all one person's.
        if (joined.Count > 0)
            lines.Add((null, joined.Sum(g => g.Count), currency is null ? null : SmallGroups.Undominated(joined.Sum(g => g.Sum), joined.Sum(g => g.Largest))));
        return lines.Select((l, i) => StatisticFigure.Of(topic, after + i + 1, l.Key, l.Count, l.Sum, currency, at));
    }

    /// <summary>Each person in one area: that of the address that was told first. A protected address is as one that isn't known.</summary>
    private static async Task<IEnumerable<Group>> ByArea(IQueryable<Customer> people, CancellationToken ct)
    {
        var areas = await people
            .Select(c => c.ProtectedUntil != null ? null : c.Addresses.Where(a => a.Kind == AddressKind.Postal).OrderBy(a => a.Id)
                .Select(a => new { Country = a.Address.Country ?? "", Digits = (a.Address.PostalCode ?? "").Substring(0, AreaDigits) })
                .Select(a => a.Country + "|" + a.Digits).FirstOrDefault())
            .GroupBy(place => place).Select(g => new { Place = g.Key, Count = g.Count() }).ToListAsync(ct);
        return areas.GroupBy(a => AreaOf(a.Place)).Select(g => People(g.Key, g.Sum(a => a.Count)));
    }

    // Countries stand as they were written, in many ways.
    private static string AreaOf(string? place)
    {
        if (place?.LastIndexOf('|') is not (>= 0 and var bar))
            return "";
        var (country, digits) = (place[..bar], place[(bar + 1)..]);
        if (country.Length > 0 && CountryCode.Of(country) != CountryCode.Finland)
            return CountryCode.Of(country) ?? "";
        return digits.Length == AreaDigits && digits.All(char.IsAsciiDigit) ? digits : "";
    }

    /// <summary>
    /// Orders that were not cancelled. Of those that live on without a person each counts as somebody's, for nobody knows whose they were.
    /// </summary>
    private async Task<IEnumerable<IGrouping<string, Group>>> OrdersByCurrency(CancellationToken ct)
    {
        var since = new DateOnly(clock.Today().Year - YearsByMonth + 1, 1, 1);
        var orders = db.Orders.Where(o => o.State != OrderState.Cancelled);
        var placed = orders.Join(db.PeopleToCount(), o => o.CustomerId, c => c.Id, (o, c) => o).Concat(orders.Where(o => o.CustomerId == null))
            .Select(o => new { o.Id, o.CustomerId, o.Currency, o.PlacedOn.Year, Month = o.PlacedOn >= since ? o.PlacedOn.Month : 0 });
        var counts = await placed.GroupBy(o => new { o.Currency, o.Year, o.Month })
            .Select(g => new { g.Key, Count = g.Count(), People = g.Select(o => o.CustomerId).Distinct().Count() + g.Count(o => o.CustomerId == null) }).ToListAsync(ct);
        var lined = placed.Join(db.OrderLines, o => o.Id, l => l.OrderId, (o, l) => new { o.Id, o.CustomerId, o.Currency, o.Year, o.Month, Sum = l.UnitPrice * l.Quantity * (1 - l.Discount) });
        var sums = await lined.GroupBy(o => new { o.Currency, o.Year, o.Month }).Select(g => new { g.Key, Sum = g.Sum(o => o.Sum) }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
        var ofPeople = await lined.Where(o => o.CustomerId != null)
            .GroupBy(o => new { o.Currency, o.Year, o.Month, o.CustomerId }).Select(g => new { g.Key.Currency, g.Key.Year, g.Key.Month, Sum = g.Sum(o => o.Sum) })
            .GroupBy(g => new { g.Currency, g.Year, g.Month }).Select(g => new { g.Key, Largest = g.Max(o => o.Sum) }).ToDictionaryAsync(g => g.Key, g => g.Largest, ct);
        var ofNobody = await lined.Where(o => o.CustomerId == null)
            .GroupBy(o => new { o.Currency, o.Year, o.Month, o.Id }).Select(g => new { g.Key.Currency, g.Key.Year, g.Key.Month, Sum = g.Sum(o => o.Sum) })
            .GroupBy(g => new { g.Currency, g.Year, g.Month }).Select(g => new { g.Key, Largest = g.Max(o => o.Sum) }).ToDictionaryAsync(g => g.Key, g => g.Largest, ct);
        return counts.GroupBy(
            g => g.Key.Currency,
            g => new Group(
                g.Key.Month == 0 ? Invariant(g.Key.Year) : Month(g.Key.Year, g.Key.Month), g.People, g.Count,
                Sums.Cents(sums.GetValueOrDefault(g.Key)), Math.Max(ofPeople.GetValueOrDefault(g.Key), ofNobody.GetValueOrDefault(g.Key))));
    }

    /// <summary>Of those who allow their visits to be logged, joined to a customer or not. Nobody knows whether two browsers are one person's, so each counts as somebody.</summary>
    private IQueryable<Visit> VisitsToCount() => db.Visits.Where(v => v.CustomerId == null || db.PeopleToCount().Any(c => c.Id == v.CustomerId));

    /// <summary>Month by month, for no database knows when a month begins in Helsinki; there are only as many as visits are kept.</summary>
    private async Task<IEnumerable<Group>> VisitsByMonth(CancellationToken ct)
    {
        var months = new List<Group>();
        if (await db.Visits.MinAsync(v => (DateTime?)v.StartedAt, ct) is not { } first)
            return months;
        var start = HelsinkiTime.DayOf(first);
        for (var month = new DateOnly(start.Year, start.Month, 1); month <= clock.Today(); month = month.AddMonths(1))
        {
            var (from, to) = (HelsinkiTime.StartOf(month), HelsinkiTime.StartOf(month.AddMonths(1)));
            var group = await VisitsToCount().Where(v => v.StartedAt >= from && v.StartedAt < to).GroupBy(v => 1)
                .Select(g => new { Count = g.Count(), People = g.Select(v => v.Visitor).Distinct().Count() + g.Select(v => v.CustomerId).Distinct().Count() }).SingleOrDefaultAsync(ct);
            if (group is not null)
                months.Add(new Group(Month(month.Year, month.Month), group.People, group.Count));
        }

        return months;
    }

    private async Task<IEnumerable<Group>> ViewsByPage(CancellationToken ct)
    {
        var pages = await VisitsToCount().Join(db.PageViews, v => v.Id, p => p.VisitId, (v, p) => new { p.Page, v.Visitor, v.CustomerId }).GroupBy(p => p.Page)
            .Select(g => new { Page = g.Key, Count = g.Count(), People = g.Select(p => p.Visitor).Distinct().Count() + g.Select(p => p.CustomerId).Distinct().Count() }).ToListAsync(ct);
        // Those of one part of the service may all be the same people's.
        return pages.GroupBy(p => PartOf(p.Page)).Select(g => new Group(g.Key, g.Max(p => p.People), g.Sum(p => p.Count)));
    }

    /// <summary>The first two steps of an address, <c>/my/requests</c>.</summary>
    private static string PartOf(string page)
    {
        var part = "/" + string.Join('/', page.Split('/', StringSplitOptions.RemoveEmptyEntries).TakeWhile(step => step[0] != '{').Take(2));
        return part.Length > StatisticFigure.LongestKey ? part[..StatisticFigure.LongestKey] : part;
    }

    private static Group People(string key, int count) => new(key, count, count);

    private static string Month(int year, int month) => string.Create(CultureInfo.InvariantCulture, $"{year}-{month:00}");

    private static string Invariant(int year) => year.ToString(CultureInfo.InvariantCulture);
}

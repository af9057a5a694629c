using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Statistics;

/// <summary>What visits are logged for: figures of months and pages that lead to nobody.</summary>
[Clause("N3")]
public abstract class VisitStatisticsTests(Engine engine) : AppTest(engine)
{
    private static readonly DateTime September = new(2026, 9, 10, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    [Clause("N28")]
    public async Task Visits_are_counted_by_month_and_page_and_few_browsers_are_stored_only_joined()
    {
        await Visits(2, September, "/");
        await Visits(6, September.AddMonths(1), "/", "/my/requests", "/my/requests/{id:guid}");
        await Visits(4, September.AddMonths(2), "/");
        await Visits(1, September.AddMonths(2), "/", "/verify");

        await App.Use((CountStatistics count) => count.Run(default));

        Assert.Equal(["2026-10 6", "null 7"], await Lines(StatisticTopic.VisitsByMonth));
        // Two pages of requests, both seen by the same six; of the one who verified nothing is told.
        Assert.Equal(["/ 13", "null 13"], await Lines(StatisticTopic.ViewsByPage));
    }

    [Fact]
    public async Task A_month_begins_at_midnight_in_Helsinki_in_winter_as_in_summer()
    {
        // Summer: three hours from UTC. Winter: two.
        await Visits(5, new(2026, 9, 30, 20, 59, 59, DateTimeKind.Utc), "/");
        await Visits(6, new(2026, 9, 30, 21, 0, 0, DateTimeKind.Utc), "/");
        await Visits(7, new(2026, 10, 31, 21, 30, 0, DateTimeKind.Utc), "/");
        await Visits(8, new(2026, 10, 31, 22, 0, 0, DateTimeKind.Utc), "/");

        await App.Use((CountStatistics count) => count.Run(default));

        Assert.Equal(["2026-09 5", "2026-10 13", "2026-11 8"], await Lines(StatisticTopic.VisitsByMonth));
    }

    [Fact]
    [Clause("N39")]
    public async Task Joined_visits_count_unless_their_persons_data_is_restricted()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await Visits(5, September, "/my/requests");
        await Visits(1, September, customer.Id, "/my/requests");
        await App.Use((CountStatistics count) => count.Run(default));
        Assert.Equal(["2026-09 6"], await Lines(StatisticTopic.VisitsByMonth));

        await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Fi, "Vastustan.", null) { LetterIsArchived = true }, Actor.System("test", "arranging"), default));
        await App.Use((CountStatistics count) => count.Run(default));
        Assert.Equal(["2026-09 5"], await Lines(StatisticTopic.VisitsByMonth));
        Assert.Equal(["/my/requests 5"], await Lines(StatisticTopic.ViewsByPage));

        using var browser = await Given.SignedIn(StaffRole.Marketing);
        await browser.Get("/staff/statistics");
        Assert.Equal(["syyskuu 2026", "5"], browser.Page.QuerySelectorAll("#VisitsByMonth tbody tr > *").Select(c => c.TextContent.Trim()));
        Assert.Equal(["Omat pyynnöt", "5"], browser.Page.QuerySelectorAll("#ViewsByPage tbody tr > *").Select(c => c.TextContent.Trim()));
    }

    private Task<int> Visits(int browsers, DateTime at, params string[] pages) => Visits(browsers, at, null, pages);

    /// <summary>A visit of each browser, which sees every page once.</summary>
    private Task<int> Visits(int browsers, DateTime at, CustomerId? customer, params string[] pages) => App.Use((RegisterContext db) =>
    {
        for (var i = 0; i < browsers; i++)
        {
            PageSeen Seen(string page) => new(EntityKey.New<PageViewId>(App.Clock), $"{at:yyyyMMdd}-{browsers}-{i}", customer, page, new("192.0.2.1", "Firefox, Linux"), at);
            var visit = db.Add(Visit.Begin(EntityKey.New<VisitId>(App.Clock), Seen(pages[0]))).Entity;
            db.AddRange(pages.Select(page => visit.See(Seen(page))));
        }

        return db.SaveChangesAsync();
    });

    private async Task<IReadOnlyList<string>> Lines(StatisticTopic topic) =>
        [.. (await App.Use((ViewStatistics view) => view.Run(default))).Figures[topic].Select(f => FormattableString.Invariant($"{f.Key ?? "null"} {f.Count}"))];

    public sealed class OnSqlite() : VisitStatisticsTests(Engine.Sqlite);

    public sealed class OnPostgres() : VisitStatisticsTests(Engine.Postgres);
}

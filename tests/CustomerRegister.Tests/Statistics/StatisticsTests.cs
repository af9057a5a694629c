using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Statistics;

/// <summary>Statistics are counted from data that identifies nobody.</summary>
[Clause("N3")]
public abstract class StatisticsTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");

    private Provenance Told => new(SourceKind.DataSubject, null, App.Clock.Today());

    [Fact]
    public async Task Relationships_are_counted_by_year_language_and_area_and_small_groups_are_stored_only_joined()
    {
        await People(6, 2019, "00100", "Suomi");
        await People(5, 2020, "00530", null, Language.Sv);
        await People(2, 2021, "33100", "Finland", Language.En);
        await People(7, 2022, "11122", "Ruotsi");
        await People(1, 2023, null, null);
        await People(6, 2010, "90100", null, ended: new DateOnly(2020, 5, 5));

        await Count();

        Assert.Equal(["2019 6", "2022 7", "null 8"], await Lines(StatisticTopic.InForceByStart));
        Assert.Equal(["Fi 14", "null 7"], await Lines(StatisticTopic.InForceByLanguage));
        Assert.Equal(["00 11", "null 10"], await Lines(StatisticTopic.InForceByArea));
        Assert.Equal(["2020 6"], await Lines(StatisticTopic.EndedByYear));
    }

    [Fact]
    public async Task An_area_is_that_of_the_first_address_and_not_known_where_it_is_protected_or_not_told()
    {
        var people = await People(5, 2019, "33100", "Suomi");
        await People(5, 2019, null, null);
        await People(6, 2019, "11122", "Ruotsi");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Change(async db =>
        {
            var first = await db.Customers.Include(c => c.Addresses).SingleAsync(c => c.Id == people[0].Id);
            var second = CustomerAddress.Of(first.Id, AddressKind.Postal, PostalAddress.Create("Katu 2", "90100", "Oulu"), Told, App.Clock);
            first.AddAddress(second);
            db.Add(second);
        });
        await Count();
        Assert.Equal(["33 5", "SE 6", " 5"], await Lines(StatisticTopic.InForceByArea));

        await Change(async db => (await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).SingleAsync(c => c.Id == people[1].Id)).ProtectAddress(App.Clock.Today(), App.Clock.Today().AddYears(1), Told));
        await Count();
        Assert.Equal(["null 16"], await Lines(StatisticTopic.InForceByArea));
    }

    [Fact]
    public async Task Orders_are_counted_and_summed_by_month_and_earlier_ones_by_year_also_those_that_live_on_without_a_person()
    {
        var people = await People(6, 2015, "00100", null);
        await Orders("EUR", people.Take(5), new DateOnly(2026, 5, 3));
        await Orders("EUR", people, new DateOnly(2026, 6, 3));
        await Orders("EUR", people, new DateOnly(2026, 6, 20));
        await Orders("EUR", [people[0], people[0], people[0], people[0], people[0], people[0]], new DateOnly(2026, 7, 3));
        await Orders("EUR", [null, null, null, null, null, null, null], new DateOnly(2015, 4, 1));
        await Orders("EUR", [.. people, null], new DateOnly(2016, 4, 1));
        await Orders("SEK", people.Take(4), new DateOnly(2026, 5, 3));
        await Change(async db => (await db.Orders.Include(o => o.Lines).FirstAsync(o => o.PlacedOn == new DateOnly(2026, 6, 3))).Cancel(new DateOnly(2026, 6, 4)));

        await Count();

        // Six orders of one person are of one person: they are joined to the fewest others.
        Assert.Equal(["2015 7 EUR 133.00", "2016 7 EUR 133.00", "2026-06 11 EUR 209.00", "null 11 EUR 209.00"], await Lines(StatisticTopic.Orders));
    }

    [Fact]
    [Clause("N3")]
    public async Task A_sum_of_which_one_person_makes_up_most_is_not_shown_whoever_else_bought()
    {
        var people = await People(6, 2015, "00100", null);
        await Orders("EUR", people, new DateOnly(2026, 5, 3));
        await Orders("EUR", people, new DateOnly(2026, 6, 3));
        // Fourteen of nineteen are 73 per cent.
        await Orders("EUR", Enumerable.Repeat(people[0], 13), new DateOnly(2026, 5, 4));

        await Count();
        Assert.Equal(["2026-05 19 EUR ", "2026-06 6 EUR 114.00"], await Lines(StatisticTopic.Orders));
        using var browser = await Given.SignedIn(StaffRole.Marketing);
        await browser.Get("/staff/statistics");
        Assert.Contains("toukokuu 2026 19 ei näytetä", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N39")]
    [Clause("N40")]
    public async Task Whoever_objects_is_not_counted_from_the_moment_of_asking_nor_after_it_was_granted()
    {
        var people = await People(7, 2019, "00100", null);
        await Orders("EUR", people, new DateOnly(2026, 5, 3));
        var customer = people[0];
        await Change(async db => (await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).SingleAsync(c => c.Id == customer.Id)).ChangeEmail(EmailAddress.Parse("aino@example.fi"), Told));
        await Count();
        Assert.Equal(["2019 7"], await Lines(StatisticTopic.InForceByStart));

        using var browser = await App.Entered(await App.Stored(db => db.Customers.SingleAsync(c => c.Id == customer.Id)));
        await browser.Get("/my/consents");
        Assert.Contains("Tilastot", browser.Page.QuerySelector("#objections")!.TextContent, StringComparison.Ordinal);
        await browser.Follow("Vastusta kaikkia näitä käyttöjä");
        Assert.Equal("/my/requests/new/objection", browser.Address);
        await browser.Submit("main form", ("Input.Message", "En halua, että minut lasketaan."), ("Input.Name", "Aino Virtanen"), ("Input.Agreed", "true"));
        var id = await App.Stored(db => db.Requests.Select(r => r.Id).SingleAsync());
        await Count();
        Assert.Equal(["2019 6"], await Lines(StatisticTopic.InForceByStart));
        Assert.Equal(["2026-05 6 EUR 114.00"], await Lines(StatisticTopic.Orders));

        Assert.True((await Established(id)).Succeeded);
        Assert.True((await App.Decide(id, grant: true, "Käyttö loppuu.")).Succeeded);
        await Lift();
        await Count();
        Assert.Equal(["2019 6"], await Lines(StatisticTopic.InForceByStart));
        // The request goes with its time; the word does not.
        await App.Use(async (RegisterContext db) => await db.Requests.ExecuteDeleteAsync());
        await Count();
        Assert.Equal(["2019 6"], await Lines(StatisticTopic.InForceByStart));

        var refused = (await App.Use((FileRequest file) => file.Run(
            new(people[1].Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Fi, "Vastustan.", null) { LetterIsArchived = true }, Arranging, default))).Value!.Id;
        Assert.True((await Established(refused)).Succeeded);
        Assert.True((await App.Decide(refused, grant: false, "Käsittelyyn on tärkeä syy.")).Succeeded);
        await Count();
        Assert.Equal(["2019 5"], await Lines(StatisticTopic.InForceByStart));
        await Lift();
        await Count();
        Assert.Equal(["2019 6"], await Lines(StatisticTopic.InForceByStart));

        Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Established(RequestId request) =>
            App.Use((ConfirmIdentity confirm) => confirm.Run(new(request, IdentityMethod.KnownInPerson), Arranging, default));
    }

    [Fact]
    public async Task The_page_shows_what_was_counted_and_says_how_small_groups_are_hidden()
    {
        App.Settings["Statistics:SmallestGroup"] = "6";
        await People(6, 2019, "33100", null);
        await Orders("EUR", await People(6, 2020, "20100", null, Language.Sv), new DateOnly(2026, 5, 3));
        using var browser = await Given.SignedIn(StaffRole.Marketing);
        await browser.Get("/staff");
        await browser.Follow("Tilastot");
        Assert.Equal("/staff/statistics", browser.Address);
        Assert.Contains("Näytettäviä lukuja ei ole", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Alle 6 henkilön ryhmiä ei näytetä", browser.Text, StringComparison.Ordinal);

        await Count();
        await browser.Get("/staff/statistics");
        Assert.Contains("Laskettu 22.11.2026", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Postinumerot 20xxx", browser.Page.QuerySelector("#InForceByArea tbody th")!.TextContent.Trim());
        Assert.Equal(["toukokuu 2026", "6", "114,00 €"], browser.Page.QuerySelectorAll("#Orders tbody tr > *").Select(c => c.TextContent.Trim().Replace('\u00a0', ' ')));
        Assert.Contains("Ei näytettäviä lukuja", browser.Page.QuerySelector("#EndedByYear")!.TextContent, StringComparison.Ordinal);
    }

    private Task<int> Count() => App.Use((CountStatistics count) => count.Run(default));

    private async Task<IReadOnlyList<string>> Lines(StatisticTopic topic) =>
        [.. (await App.Use((ViewStatistics view) => view.Run(default))).Figures[topic].Select(f => FormattableString.Invariant($"{f.Key ?? "null"} {f.Count}{(f.Currency is null ? "" : FormattableString.Invariant($" {f.Currency} {f.Sum:0.00}"))}"))];

    private async Task<List<Customer>> People(int count, int since, string? code, string? country, Language language = Language.Fi, DateOnly? ended = null)
    {
        var people = new List<Customer>();
        await Change(async db =>
        {
            var number = await db.TakeNumber(NumberSeries.Customers, default, count);
            for (var i = 0; i < count; i++)
            {
                var person = Customer.Register(EntityKey.New<CustomerId>(App.Clock), number + i, "Aino", $"Virtanen{number + i}", language, new DateOnly(since, 3, 1), Told);
                if (code is not null)
                    person.AddAddress(CustomerAddress.Of(person.Id, AddressKind.Postal, PostalAddress.Create("Katu 1", code, "Kunta", country: country), Told, App.Clock));
                if (ended is { } end)
                    person.EndRelationship(end);
                db.Add(person);
                people.Add(person);
            }
        });
        return people;
    }

    /// <summary>An order of 19 from each; null is somebody who is forgotten.</summary>
    private Task<int> Orders(string currency, IEnumerable<Customer?> from, DateOnly on) => Change(async db =>
    {
        var buyers = from.ToList();
        var number = await db.TakeNumber(NumberSeries.Orders, default, buyers.Count);
        foreach (var (buyer, i) in buyers.Select((b, i) => (b, i)))
        {
            var order = Order.Place(EntityKey.New<OrderId>(App.Clock), number + i, buyer?.Id, null, on, currency, 5);
            order.AddLine("Teetä", 10m, 2, 0.1m);
            order.AddLine("Sympaatti", 1m, 1, 0);
            db.Add(order);
        }
    });

    private Task<int> Lift() => Change(async db =>
    {
        foreach (var restriction in await db.Restrictions.Where(r => r.LiftedAt == null).ToListAsync())
        {
            restriction.TellByLetter(App.Clock.Today(), "Pyyntö on ratkaistu.");
            restriction.Lift(null, App.Clock.Now());
        }
    });

    private Task<int> Change(Func<RegisterContext, Task> change) => App.Use(async (RegisterContext db) =>
    {
        await change(db);
        db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerRegistered, App.Clock));
        return await db.SaveChangesAsync();
    });

    public sealed class OnSqlite() : StatisticsTests(Engine.Sqlite);

    public sealed class OnPostgres() : StatisticsTests(Engine.Postgres);
}

using CustomerRegister.Retention;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Notices;

/// <summary>How long data is kept is told in one way everywhere: as the settings say that it really is.</summary>
public abstract class PeriodsToldTests(Engine engine) : AppTest(engine)
{
    protected override TestApp NewApp() => new(Database)
    {
        Settings =
        {
            ["Retention:CustomerData"] = "P7Y", ["Retention:ClosedRequests"] = "P4Y", ["Retention:Mails"] = "P1Y6M", ["Retention:PortalUse"] = "P1M", ["Retention:AuditLog"] = "P12Y", ["Retention:Vouchers"] = "P8Y",
        },
    };

    [Theory]
    [Clause("N20")]
    [Clause("N31")]
    [InlineData("fi", "säilytetään 7 vuotta asiakassuhteen päättymisestä", "säilytetään 4 vuotta siitä", "säilytetään vuosi ja 6 kuukautta", "säilytetään kuukausi niiden", "säilytetään 12 vuotta", "säilytetään 8 vuotta sen vuoden")]
    [InlineData("sv", "bevaras i 7 år från det", "bevaras i 4 år från svaret", "bevaras i ett år och 6 månader", "bevaras i en månad från", "bevaras i 12 år", "bevaras i 8 år från slutet")]
    [InlineData("en", "kept for 7 years from the end", "kept for 4 years from the answer", "kept for one year and 6 months", "kept for one month from", "kept for 12 years", "kept for 8 years from the end")]
    public async Task The_notice_and_ones_own_page_tell_the_periods_that_are_set(string language, params string[] periods)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var stranger = App.Browser();
        stranger.Languages = language;
        await stranger.Get("/notice");
        foreach (var period in periods)
            Assert.Contains(period, stranger.Text, StringComparison.OrdinalIgnoreCase);

        using var browser = await App.Entered(customer);
        browser.Languages = language;
        await browser.Get("/my");
        // The person has asked nothing and has no invoice yet; of the rest there is something.
        foreach (var period in periods.Except([periods[1], periods[5]]))
            Assert.Contains(period, browser.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("10 ", browser.Page.QuerySelector("#Name")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N20")]
    public async Task Whose_period_is_over_is_told_so_and_not_of_a_day_to_come()
    {
        using var due = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi", until: new DateOnly(2019, 11, 22)));
        await due.Get("/my");
        Assert.Contains("säilytysaika päättyi 22.11.2026", due.Text, StringComparison.Ordinal);

        using var later = await App.Entered(await Given.Customer("Aino", "Virtanen", "aino@example.fi", until: new DateOnly(2019, 11, 23)));
        await later.Get("/my");
        Assert.Contains("Tietosi poistetaan 23.11.2026 tai pian sen jälkeen", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_of_which_nothing_is_stored_is_no_heading_without_words()
    {
        using var browser = await App.Entered(await Given.Customer(email: "aino@example.fi"));
        await browser.Get("/my");

        Assert.Null(browser.Page.QuerySelector("#Notes"));
        Assert.All(browser.Page.QuerySelectorAll("main section[id]"), section => Assert.NotNull(section.QuerySelector("dd, td, strong")));
    }

    public sealed class OnSqlite() : PeriodsToldTests(Engine.Sqlite);

    public sealed class OnPostgres() : PeriodsToldTests(Engine.Postgres);
}

public sealed class DurationTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().AddRegisterLocalization().BuildServiceProvider();

    [Theory]
    [InlineData("fi", "P10Y", "10 vuotta")]
    [InlineData("fi", "P1Y1M2D", "vuosi, kuukausi ja 2 päivää")]
    [InlineData("fi", "P0D", "0 päivää")]
    [InlineData("sv", "P1D", "en dag")]
    [InlineData("en", "P18M", "one year and 6 months")]
    public void A_period_stands_in_a_sentence(string language, string period, string expected)
    {
        Speaking.In(language);
        Assert.Equal(expected, Services.GetRequiredService<TermNames>().Duration(RetentionPeriod.Parse(period)));
    }
}

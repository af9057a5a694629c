using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>The search box with its suggestions, the filters of the list, and the numbers of the front page, over HTTP.</summary>
public abstract class SearchPagesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task Suggestions_name_who_is_found_and_lead_to_their_cards_and_are_logged()
    {
        var (_, pirkko) = await Given.OrganisationWithContactPerson("Wartian Herkku", firstName: "Pirkko", lastName: "Koskitalo");
        await Given.Customer("Matti", "Meikäläinen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        var answer = await Suggest(browser, "koski pirk");

        Assert.Contains("Pirkko Koskitalo", answer, StringComparison.Ordinal);
        Assert.Contains("Wartian Herkku", answer, StringComparison.Ordinal);
        Assert.Contains($"/staff/customers/{pirkko.Id.Value}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Matti", answer, StringComparison.Ordinal);
        Assert.Single(await Searches());
        App.Log.HoldsNone("koski");
    }

    [Fact]
    public async Task Suggestions_begin_with_those_whose_name_begins_so()
    {
        await Given.OrganisationWithContactPerson("Virtanen ja pojat", firstName: "Aino", lastName: "Aalto");
        await Given.Customer("Matti", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        var answer = await Suggest(browser, "virta");

        Assert.InRange(answer.IndexOf("Matti Virtanen", StringComparison.Ordinal), 0, answer.IndexOf("Aino Aalto", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggestions_need_the_form_and_the_permission_and_have_an_end()
    {
        await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Post("/staff/search?handler=Suggest", ("query", "virtanen"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);

        await browser.Get("/staff");
        var token = Token(browser);
        for (var i = 0; i < 61; i++)
            await browser.Post("/staff/search?handler=Suggest", ("query", "v"), ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
        Assert.Empty(await Searches());

        using var finance = await Given.SignedIn(StaffRole.Finance);
        await finance.Post("/staff/search?handler=Suggest", ("query", "virtanen"), ("__RequestVerificationToken", Token(finance)));
        Assert.Equal(HttpStatusCode.Forbidden, finance.Status);
    }

    [Fact]
    public async Task Filters_narrow_a_search_and_stay_while_its_words_stay_out_of_the_address()
    {
        await Given.Customer("Aino", "Virtanen");
        await Given.Customer("Matti", "Virtanen", until: App.Clock.Today().AddDays(-10));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Submit("form[role=search]", ("query", "virtanen"));
        Assert.Equal(2, browser.Page.QuerySelectorAll("main tbody tr").Length);

        await browser.Submit(".filters form", ("Filters.Relationship", "Ended"), ("Filters.Order", "Newest"));

        Assert.Equal("Matti Virtanen", Assert.Single(browser.Page.QuerySelectorAll("main tbody th a")).TextContent);
        Assert.Equal("Ended", browser.Page.QuerySelector("[name='Filters.Relationship'] option[selected]")!.GetAttribute("value"));
        Assert.DoesNotContain("virtanen", browser.Address, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_box_of_the_filters_shows_who_is_restricted_and_stays_ticked()
    {
        var aino = await Given.Customer("Aino", "Virtanen");
        await Given.Customer("Matti", "Virtanen");
        await App.Use(async (RegisterContext db) =>
        {
            db.AddRange(CustomerRegister.Restrictions.Restriction.Place(aino.Id, CustomerRegister.Restrictions.RestrictionReason.OnRequest, null, App.Clock), AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock));
            await db.SaveChangesAsync();
        });
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/customers");

        await browser.Submit(".filters form", ("Filters.Restricted", "true"));

        Assert.Equal("Aino Virtanen", Assert.Single(browser.Page.QuerySelectorAll("main tbody th a")).TextContent);
        Assert.NotNull(browser.Page.QuerySelector("input[type=checkbox][name='Filters.Restricted'][checked]"));
    }

    [Theory]
    [InlineData("?relationship=99&language=7&order=5&contactPersons=x&withoutEmail=maybe")]
    [InlineData("?relationship='; drop table&language=%00")]
    public async Task Filters_that_are_none_restrict_nothing(string query)
    {
        await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get("/staff/customers" + query);

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Single(browser.Page.QuerySelectorAll("main tbody tr"));
    }

    [Fact]
    public async Task A_number_leads_to_its_owner_and_offers_to_look_further()
    {
        var aino = await Given.Customer("Aino", "Virtanen");
        await Given.Customer("Matti", "Meikäläinen", email: $"matti{aino.Number}@posti.example");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Submit("form[role=search]", ("query", $"{aino.Number}"));
        Assert.Equal("Aino Virtanen", Assert.Single(browser.Page.QuerySelectorAll("main tbody th a")).TextContent);
        await browser.Submit("main form:has([name=everywhere])");
        Assert.Equal(2, browser.Page.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    public async Task Each_number_of_the_front_page_leads_to_the_list_behind_it()
    {
        await Given.Customer("Aino", "Postilla", email: "aino@posti.example");
        var without = await Given.Customer("Eino", "Ilman");
        await Given.Customer("Vanha", "Ilman", until: App.Clock.Today().AddDays(-10));
        await App.Use(async (RegisterContext db) =>
        {
            var lost = OutgoingEmail.To(EmailAddress.Parse("eino@posti.example"), without.Id, Language.Fi, "Linkki", "…", App.Clock);
            lost.Failed("550", forGood: true);
            db.Add(lost);
            await db.SaveChangesAsync();
        });
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get("/staff");
        var cards = browser.Page.QuerySelectorAll("main a.ds-card").ToDictionary(a => a.GetAttribute("href")!, a => a.TextContent);
        var missing = cards.Keys.Single(k => k.Contains("withoutEmail", StringComparison.Ordinal));
        var undelivered = cards.Keys.Single(k => k.Contains("undeliverableMail", StringComparison.Ordinal));
        Assert.Contains("1 asiakas", cards[missing], StringComparison.Ordinal);
        Assert.Contains("1 asiakas", cards[undelivered], StringComparison.Ordinal);
        foreach (var list in new[] { missing, undelivered })
        {
            await browser.Get(list);
            Assert.Equal("Eino Ilman", Assert.Single(browser.Page.QuerySelectorAll("main tbody th a")).TextContent);
        }
    }

    [Theory]
    [InlineData(StaffRole.CustomerService, true, true, false)]
    [InlineData(StaffRole.Finance, false, false, true)]
    [InlineData(StaffRole.Marketing, false, false, false)]
    [InlineData(StaffRole.Administrator, false, false, false)]
    public async Task A_role_sees_only_its_own_numbers(StaffRole role, bool customers, bool requests, bool invoices)
    {
        await Given.Customer();
        using var browser = await Given.SignedIn(role);

        await browser.Get("/staff");

        bool Shows(string address) => browser.Page.QuerySelector($"main a[href^='{address}']") is not null;
        Assert.Equal((customers, requests, invoices), (Shows("/staff/customers"), Shows("/staff/requests"), Shows("/staff/invoices")));
    }

    private static async Task<string> Suggest(Browser browser, string words)
    {
        if (browser.Address is not "/staff")
            await browser.Get("/staff");
        var token = Token(browser);
        await browser.Post("/staff/search?handler=Suggest", ("query", words), ("__RequestVerificationToken", token));
        var answer = System.Text.RegularExpressions.Regex.Unescape(System.Text.Encoding.UTF8.GetString(browser.Content));
        return answer;
    }

    private static string Token(Browser browser) => browser.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    private Task<List<AuditEntry>> Searches() => App.Stored(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == AuditAction.CustomersSearched).ToListAsync());

    public sealed class OnSqlite() : SearchPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : SearchPagesTests(Engine.Postgres);
}

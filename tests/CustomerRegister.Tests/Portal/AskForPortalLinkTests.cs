using System.Net;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

public abstract class AskForPortalLinkTests(Engine engine) : AppTest(engine)
{
    private const string Email = "Aino.Virtanen@example.fi";

    [Fact]
    [Clause("N15")]
    public async Task Whoever_asks_for_a_known_address_gets_a_link_however_it_is_written()
    {
        await Given.Customer(email: Email);
        using var browser = App.Browser();
        await Ask(browser, " AINO.virtanen@EXAMPLE.FI ");

        await browser.Get(await App.LinkMailedTo(Email));
        await browser.Submit("main form");
        Assert.StartsWith("/my", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_the_same_for_known_and_unknown_addresses()
    {
        await Given.Customer(email: Email);
        var answers = new List<(HttpStatusCode, string, string)>();
        foreach (var address in new[] { Email, "nobody@example.fi" })
        {
            using var browser = App.Browser();
            await Ask(browser, address);
            answers.Add((browser.Status, browser.Address, browser.Text));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Empty(await App.MailsTo("nobody@example.fi"));
        Assert.Single(await App.MailsTo(Email));
    }

    [Fact]
    public async Task An_address_that_several_share_gets_no_link()
    {
        await Given.Customer("Aino", "Virtanen", Email);
        await Given.Customer("Eino", "Virtanen", Email.ToLowerInvariant());
        using var browser = App.Browser();
        await Ask(browser, Email);
        Assert.Equal("/enter/sent", browser.Address);
        Assert.Empty(await App.MailsTo(Email));
    }

    [Fact]
    public async Task A_link_asked_for_works_for_half_an_hour()
    {
        await Given.Customer(email: Email);
        using var browser = App.Browser();
        await Ask(browser, Email);
        var link = await App.LinkMailedTo(Email);

        App.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull((await browser.Get(link)).Page.QuerySelector("main form"));
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await browser.Get(link)).Page.QuerySelector("main form"));
    }

    [Theory]
    [InlineData("", "Kirjoita sähköpostiosoitteesi.")]
    [InlineData("aino", "Kirjoita sähköpostiosoite muodossa")]
    [InlineData("aino@example.fi\r\nBcc: eve@example.com", "Kirjoita sähköpostiosoite muodossa")]
    public async Task What_is_no_address_is_told_beside_the_field(string typed, string message)
    {
        using var browser = App.Browser();
        await Ask(browser, typed);
        Assert.Contains(browser.Errors, error => error.Contains(message, StringComparison.Ordinal));
        Assert.Empty(await App.Stored(db => db.OutgoingEmails.ToListAsync()));
    }

    [Theory]
    [InlineData("fi", "Liian monta yritystä")]
    [InlineData("sv", "För många försök")]
    [InlineData("en", "Too many attempts")]
    public async Task Who_asks_too_often_for_one_address_is_told_to_wait(string language, string title)
    {
        await Given.Customer(email: Email);
        using var browser = App.Browser();
        browser.Languages = language;
        for (var i = 0; i < 5; i++)
            Assert.Equal("/enter/sent", (await Ask(browser, Email)).Address);

        await Ask(browser, Email.ToUpperInvariant());
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
        Assert.Contains(title, browser.Text, StringComparison.Ordinal);
        Assert.Equal(5, (await App.MailsTo(Email)).Count);
        // Another address is not held up by it.
        Assert.Equal("/enter/sent", (await Ask(browser, "nobody@example.fi")).Address);
    }

    [Fact]
    public async Task Who_asks_too_often_from_one_network_is_told_to_wait()
    {
        App.Settings["RateLimits:PortalLinksPerNetwork"] = "3";
        using var browser = App.Browser();
        for (var i = 0; i < 3; i++)
            Assert.Equal("/enter/sent", (await Ask(browser, $"nobody{i}@example.fi")).Address);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(browser, "nobody9@example.fi")).Status);
        // Reading the page is not limited.
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/enter")).Status);
    }

    [Fact]
    public async Task The_address_is_found_by_its_index()
    {
        await using var register = Database.Open();
        await register.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = register.Database.GetDbConnection().CreateCommand();
        // PostgreSQL reads an empty table from end to end, whatever indexes it has.
        command.CommandText = (Engine == Engine.Sqlite ? "explain query plan " : "set enable_seqscan = off; explain ")
            + """select * from "Customers" where lower("Email") = 'aino@example.fi'""";
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = "";
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            plan += reader.GetString(Engine == Engine.Sqlite ? 3 : 0) + "\n";
        Assert.Contains("IX_Customers_EmailKey", plan, StringComparison.Ordinal);
    }

    private static async Task<Browser> Ask(Browser browser, string address)
    {
        await browser.Get("/enter");
        return await browser.Submit("main form", ("Email", address));
    }

    public sealed class OnSqlite() : AskForPortalLinkTests(Engine.Sqlite);

    public sealed class OnPostgres() : AskForPortalLinkTests(Engine.Postgres);
}

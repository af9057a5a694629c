using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using CustomerRegister.Audit;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

public abstract partial class OwnDataTests(Engine engine) : AppTest(engine)
{
    private const string Email = "aino@example.fi";

    [Fact]
    public async Task A_customer_sees_what_is_stored_with_source_basis_and_retention()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Email);
        await Given.Customer("Eino", "Laine", "eino@example.fi");
        using var browser = await App.Entered(customer);
        await browser.Get("/my");

        foreach (var text in new[] { "Aino", "Virtanen", Email, $"{customer.Number}", "Henkilö itse, 22.11.2026", "sopimus", "Säilytetään 10 vuotta asiakassuhteen päättymisestä." })
            Assert.Contains(text, browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Laine", browser.Text, StringComparison.Ordinal);
        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync()), e => e.Action == AuditAction.OwnDataViewed && e.CustomerId == customer.Id);
    }

    [Fact]
    public async Task A_customer_sees_who_used_the_data_by_role_and_not_by_name()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Email);
        var account = await Given.Staff(StaffRole.CustomerService);
        using var staff = await Given.SignedIn(account);
        await staff.Get($"/staff/customers/{customer.Id.Value}/invite");
        await staff.Submit("main form");

        using var browser = await App.Entered(customer);
        await browser.Get("/my");
        Assert.Contains("Asiakaspalvelu", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Kutsu verkkopalveluun lähetettiin", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(account.FullName, browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Id.ToString(), browser.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("fi")]
    [InlineData("sv")]
    [InlineData("en")]
    public async Task No_page_of_the_portal_shows_the_name_of_a_key(string language)
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        browser.Languages = language;
        await browser.Get("/my/requests/new/access");
        await browser.Submit("main form", ("Input.Name", "Aino Virtanen"), ("Input.Agreed", "true"));
        await browser.Get("/my/consents");
        foreach (var pressed in browser.Page.QuerySelectorAll("form:has(button[role=switch])").Select((_, i) => i).ToList())
        {
            await browser.Get("/my/consents");
            var section = pressed < 3 ? $"#consents form:nth-of-type({pressed + 1})" : $"#bans form:nth-of-type({pressed - 2})";
            await browser.Submit(section);
        }

        var request = await App.Stored(db => db.Requests.SingleAsync());
        using var stranger = App.Browser();
        stranger.Languages = language;
        foreach (var (who, address) in new[]
        {
            (browser, "/my"), (browser, "/my/consents"), (browser, "/my/requests"), (browser, $"/my/requests/{request.Id.Value}"), (browser, "/my/requests/new"),
            (browser, "/my/requests/new/rectification"), (browser, "/my/requests/new/erasure"), (browser, "/my/requests/new/restriction"),
            (browser, "/my/requests/new/portability"), (browser, "/my/requests/new/objection"), (browser, "/my/signout"),
            (browser, "/my/uses"), (browser, "/my/uses?all=true"), (browser, "/my/security"), (browser, "/my/security/password"), (browser, "/my/security/passkey"), (browser, "/my/proof"),
            (stranger, "/enter/password"), (stranger, "/notice"), (stranger, "/enter"), (stranger, "/enter/sent"), (stranger, "/enter/link"), (stranger, "/cookies"),
        })
        {
            await who.Get(address);
            Assert.Equal(HttpStatusCode.OK, who.Status);
            Assert.Equal(address, who.Address);
            // Text by text: side by side, two of them would look like a key.
            Assert.Empty(who.Page.DocumentElement.Descendants<IText>().SelectMany(text => KeyName().Matches(text.Text)).Select(m => $"{address}: {m.Value}"));
        }
    }

    [Fact]
    [Clause("N31")]
    [Clause("N41")]
    public async Task The_notice_states_controller_purposes_categories_retention_rights_and_authority()
    {
        using var browser = App.Browser();
        await browser.Get("/notice");

        foreach (var text in new[]
        {
            "Esimerkki Oy", "10 vuotta asiakassuhteen päättymisestä", "6 vuotta", "Emme tee sinua koskevia päätöksiä automaattisesti",
            "Tietosuojavaltuutetun toimisto", "PL 800, 00531 Helsinki", "029 566 6700", "tietosuoja@om.fi", "asut tai työskentelet",
        })
            Assert.Contains(text, browser.Text, StringComparison.Ordinal);
        foreach (var purpose in await App.Stored(db => db.Purposes.ToListAsync()))
            Assert.Contains(purpose.Description.Fi, browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Cookies.Keys.Except(["antiforgery"]));
    }

    [Fact]
    public async Task Every_category_has_purposes_that_exist()
    {
        await App.Browser().Get("/notice");
        var codes = await App.Stored(db => db.Purposes.Select(p => p.Code).ToListAsync());
        foreach (var category in Enum.GetValues<DataCategory>())
        {
            Assert.NotEmpty(DataUse.PurposesOf(category));
            Assert.Empty(DataUse.PurposesOf(category).Except(codes));
        }
    }

    /// <summary>What a missing text leaves on a page: two words or more run together, or a key with its point.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|\b[A-Za-z]+\.[A-Z][A-Za-z]+\b")]
    private static partial Regex KeyName();

    public sealed class OnSqlite() : OwnDataTests(Engine.Sqlite);

    public sealed class OnPostgres() : OwnDataTests(Engine.Postgres);
}

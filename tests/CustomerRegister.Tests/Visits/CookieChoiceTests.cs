using System.Net;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Visits;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Tests.Visits;

/// <summary>The choice about cookies: asked once, refused as easily as allowed, changed at any time.</summary>
[Clause("N29")]
public abstract class CookieChoiceTests(Engine engine) : VisitsTest(engine)
{
    private const string Question = ".cookie-choice";

    [Fact]
    [Clause("N27")]
    public async Task Before_the_choice_no_cookie_is_set_but_those_that_the_service_needs()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);
        foreach (var page in new[] { "/", "/notice", "/enter", "/cookies", "/my", "/my/consents", "/no/such/page" })
            await browser.Get(page);

        Assert.Empty(browser.Cookies.Keys.Except(UsedCookies.Necessary));
        Assert.Empty(await Logged());
    }

    [Theory]
    [InlineData("Vain välttämättömät", "no")]
    [InlineData("Myös käyntitilasto", null)]
    public async Task Either_answer_is_one_press_of_the_same_kind_of_button_and_is_not_asked_again(string answer, string? stored)
    {
        using var browser = App.Browser();
        await browser.Get("/notice?from=mail");
        var buttons = browser.Page.QuerySelectorAll($"{Question} button").ToList();
        Assert.Equal(["Vain välttämättömät", "Myös käyntitilasto"], buttons.Select(b => b.TextContent.Trim()));
        Assert.Single(buttons.Select(b => (b.ClassName, b.GetAttribute("data-variant"), b.GetAttribute("data-color"))).Distinct());
        Assert.Empty(browser.Page.QuerySelectorAll("dialog, [aria-modal]"));

        await browser.Press(answer);

        Assert.Equal("/notice?from=mail", browser.Address);
        Assert.Contains("Valinta on tallennettu", browser.Text, StringComparison.Ordinal);
        Assert.Equal(stored ?? browser.Cookies[VisitsCookie.Name], browser.Cookies[VisitsCookie.Name]);
        Assert.Equal(stored is null, browser.Cookies[VisitsCookie.Name].Length == 43);
        await browser.Get("/");
        Assert.Null(browser.Page.QuerySelector(Question));
    }

    [Fact]
    public async Task Whoever_answers_nothing_is_kept_from_nothing()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);
        await browser.Get("/my/consents");
        Assert.NotNull(browser.Page.QuerySelector(Question));
        await browser.Submit("#bans form:nth-of-type(1)");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain(VisitsCookie.Name, browser.Cookies.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_answered_and_the_language_changed_on_ones_own_pages_too_whoever_else_is_signed_in(bool alsoStaff)
    {
        using var browser = await App.Entered(await Given.Customer(email: "aino@example.fi"));
        if (alsoStaff)
        {
            using var staff = await Given.SignedIn(StaffRole.CustomerService);
            browser.Remember("staff", staff.Cookies["staff"]);
        }

        await browser.Get("/my/consents");
        await browser.Press("Svenska");
        Assert.Equal((HttpStatusCode.OK, "/my/consents"), (browser.Status, browser.Address));
        Assert.Equal("sv", browser.Page.DocumentElement.GetAttribute("lang"));
        await browser.Press("Bara nödvändiga");
        Assert.Equal((HttpStatusCode.OK, "/my/consents", "no"), (browser.Status, browser.Address, browser.Cookies[VisitsCookie.Name]));
        await browser.Get("/");
        await browser.Press("Suomi");
        Assert.Equal((HttpStatusCode.OK, "/"), (browser.Status, browser.Address));

        // Another site cannot choose for anybody.
        browser.Forget(VisitsCookie.Name);
        await browser.Post("/cookies?handler=choose", ("allow", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.DoesNotContain(VisitsCookie.Name, browser.Cookies.Keys);
    }

    [Fact]
    public async Task Every_public_and_portal_page_leads_to_the_choice_and_none_of_staff()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var portal = await App.Entered(customer);
        using var staff = await Given.SignedIn(StaffRole.PrivacyOfficer);
        using var stranger = App.Browser();
        foreach (var (browser, page) in new[] { (stranger, "/"), (stranger, "/notice"), (stranger, "/request"), (stranger, "/verify"), (stranger, "/no/such/page"), (portal, "/my"), (portal, "/my/security") })
        {
            await browser.Get(page);
            Assert.NotNull(browser.Page.QuerySelector("footer a[href='/cookies']"));
            Assert.NotNull(browser.Page.QuerySelector(Question));
        }

        foreach (var (browser, page) in new[] { (stranger, "/account/signin"), (stranger, "/staff/no-such-page"), (staff, "/staff"), (staff, "/admin/retention") })
        {
            await browser.Get(page);
            Assert.Null(browser.Page.QuerySelector(Question));
            Assert.Null(browser.Page.QuerySelector("footer a[href='/cookies']"));
        }
    }

    [Fact]
    public async Task A_browser_that_refuses_for_its_owner_is_not_asked_and_nothing_is_logged_whatever_was_chosen_before()
    {
        using var browser = await Allowing();
        browser.Headers["Sec-GPC"] = "1";
        await browser.Get("/");
        Assert.Null(browser.Page.QuerySelector("#visits-script"));
        browser.Forget(VisitsCookie.Name);
        await browser.Get("/");
        Assert.Null(browser.Page.QuerySelector(Question));
        await browser.Get("/cookies");
        Assert.Contains("Global Privacy Control", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("main button"));

        Assert.Empty(await Logged());
    }

    [Fact]
    [Clause("N28")]
    public async Task Refusing_later_deletes_what_was_logged_and_the_key_with_it()
    {
        using var browser = await Allowing();
        using var other = await Allowing();
        await browser.Get("/notice");
        await other.Get("/");
        Assert.Equal(2, (await Logged()).Count);

        await browser.Get("/cookies");
        await browser.Press("Vain välttämättömät");

        Assert.Equal("no", browser.Cookies[VisitsCookie.Name]);
        Assert.Contains("Valintasi nyt: vain välttämättömät", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["/"], await PagesLogged());
    }

    [Fact]
    [Clause("N28")]
    public async Task What_was_logged_of_a_browser_is_shown_there_and_deleted_there_and_nowhere_else()
    {
        using var browser = await Allowing();
        using var other = await Allowing();
        other.Headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1";
        await browser.Get("/notice");
        App.Clock.Advance(TimeSpan.FromSeconds(83));
        await browser.Get("/verify");
        await other.Get("/request");

        await browser.Get("/cookies");
        var row = browser.Page.QuerySelector("#collected tbody tr")!.TextContent;
        foreach (var text in new[] { "Tietosuojaseloste", "1\u00a0min 23\u00a0s", "Todistuksen tarkistaminen", "Firefox, Linux", "127.0.0.1", "22.11.2026" })
            Assert.Contains(text, row, StringComparison.Ordinal);
        Assert.Single(browser.Page.QuerySelectorAll("#collected tbody tr"));
        Assert.DoesNotContain("Pyyntö kirjautumatta", browser.Text, StringComparison.Ordinal);

        await browser.Press("Poista nämä käynnit");
        Assert.Contains("on poistettu", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await PagesLogged(), page => page == "/notice" || page.StartsWith("/verify", StringComparison.Ordinal));
        Assert.Contains("/request", await PagesLogged());
    }

    [Fact]
    [Clause("N27")]
    [Clause("N30")]
    public async Task Every_cookie_of_the_program_is_listed_by_name_purpose_and_lifetime_and_nothing_else_is_used()
    {
        using var browser = App.Browser();
        await browser.Get("/cookies");
        var listed = browser.Page.QuerySelectorAll("#list tbody tr").ToDictionary(r => r.QuerySelector("th")!.TextContent.Trim(), r => r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToList());
        var services = App.Services;
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        var schemes = (await services.GetRequiredService<IAuthenticationSchemeProvider>().GetAllSchemesAsync()).Where(s => s.HandlerType == typeof(CookieAuthenticationHandler));
        // Identity registers two that no page signs in with.
        var used = schemes.Select(s => cookies.Get(s.Name).Cookie.Name!).Where(name => !name.StartsWith("Identity.", StringComparison.Ordinal) && !name.StartsWith(".AspNetCore.", StringComparison.Ordinal))
            .Append(services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name!)
            .Append(services.GetRequiredService<IOptions<CookieTempDataProviderOptions>>().Value.Cookie.Name!)
            .Concat(["language", "portal-code", "portal-passkey", "portal-provider", VisitsCookie.Name]);

        Assert.Empty(used.Except(listed.Keys));
        Assert.All(listed, cookie => Assert.Equal(2, cookie.Value.Count(text => text.Length > 3)));
        Assert.Contains("Emme käytä Google Analytics -palvelua", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N30")]
    public async Task No_page_loads_anything_from_another_host_signed_in_or_not_before_or_after_the_choice()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var portal = await Allowing(await App.Entered(customer));
        using var stranger = App.Browser();
        foreach (var (browser, page) in new[] { (stranger, "/"), (stranger, "/notice"), (stranger, "/cookies"), (portal, "/"), (portal, "/my"), (portal, "/my/consents"), (portal, "/my/requests/new") })
        {
            await browser.Get(page);
            Assert.All(browser.Page.QuerySelectorAll("[src], link[href]"), e => Assert.StartsWith("/", e.GetAttribute("src") ?? e.GetAttribute("href"), StringComparison.Ordinal));
            Assert.All(browser.Page.QuerySelectorAll("[src], link[href]"), e => Assert.False((e.GetAttribute("src") ?? e.GetAttribute("href")!).StartsWith("//", StringComparison.Ordinal)));
            Assert.Empty(browser.Page.QuerySelectorAll("iframe, img[src^='http'], [srcset], object, embed"));
            // What a page asks for otherwise, the browser refuses.
            var policy = browser.Response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sv", "Kakor", "Bara nödvändiga")]
    [InlineData("en", "Cookies", "Only necessary")]
    public async Task It_is_asked_and_told_in_the_readers_language(string language, string title, string refuse)
    {
        using var browser = App.Browser();
        browser.Languages = language;
        await browser.Get("/");
        await browser.Press(refuse);
        await browser.Get("/cookies");
        Assert.Equal(title, browser.Page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main *"), e => e.Children.Length == 0 && (e.TextContent.StartsWith("Cookie_", StringComparison.Ordinal) || e.TextContent.StartsWith("CookieLasts", StringComparison.Ordinal) || e.TextContent.StartsWith("CookiesN", StringComparison.Ordinal)));
    }

    public sealed class OnSqlite() : CookieChoiceTests(Engine.Sqlite);

    public sealed class OnPostgres() : CookieChoiceTests(Engine.Postgres);
}

using System.Net;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Pages;

public class NavigationOnPagesTests() : AppTest(Engine.Sqlite)
{
    [Fact]
    public async Task A_visitor_sees_the_public_navigation_with_the_current_page_marked()
    {
        var browser = App.Browser();

        await browser.Get("/");

        Assert.Equal(["/", "/notice", "/my"], browser.Page.QuerySelectorAll("header nav a").Select(link => link.GetAttribute("href")!));
        Assert.Equal("/", browser.Page.QuerySelector("header nav a[aria-current=page]")!.GetAttribute("href"));
        Assert.Null(browser.Page.QuerySelector("#search"));
    }

    [Clause("N1")]
    [Fact]
    public async Task Every_page_names_the_register_and_its_controller()
    {
        await using var app = new TestApp(Database) { Settings = { ["Register:RegisterName"] = "Kanta-asiakkaat", ["Register:Name"] = "Kauppa & Poika Oy" } };
        var browser = app.Browser();

        foreach (var address in new[] { "/", "/account/signin", "/no/such/page" })
        {
            await browser.Get(address);
            Assert.EndsWith("– Kanta-asiakkaat", browser.Page.Title, StringComparison.Ordinal);
            Assert.Equal("Kanta-asiakkaat", browser.Page.QuerySelector("header .register-name")!.TextContent.Trim());
            Assert.Equal("Rekisterinpitäjä: Kauppa & Poika Oy", browser.Page.QuerySelector("footer p")!.TextContent);
        }
    }

    [Clause("N27")]
    [Fact]
    public async Task A_visit_sets_no_cookie_but_the_one_that_protects_forms()
    {
        var browser = App.Browser();

        await browser.Get("/");

        Assert.Equal(["antiforgery"], browser.Cookies.Keys);
    }

    [Fact]
    public async Task The_skip_link_leads_to_the_content()
    {
        var browser = App.Browser();

        await browser.Get("/");

        var first = browser.Page.Body!.QuerySelector("a")!;
        Assert.Equal("#content", first.GetAttribute("href"));
        Assert.NotNull(browser.Page.QuerySelector("main#content"));
    }

    [Theory]
    [InlineData(StaffRole.CustomerService, true)]
    [InlineData(StaffRole.Administrator, false)]
    public async Task Staff_have_the_search_box_where_they_may_see_customers(StaffRole role, bool shown)
    {
        var browser = await Given.SignedIn(role);

        await browser.Get("/staff/no-such-page");

        Assert.Equal(shown, browser.Page.QuerySelector("form[role=search][method=post][action='/staff/search'] input[name=query]") is not null);
        Assert.Equal(shown, browser.Page.QuerySelectorAll("header nav a").Any(link => link.GetAttribute("href") == "/staff/customers"));
    }

    [Fact]
    public async Task Who_has_not_signed_the_undertaking_can_sign_out_from_the_header()
    {
        var browser = await Given.SignedIn(await Given.StaffWithoutUndertaking(StaffRole.CustomerService));
        await browser.Get("/account/undertaking");
        Assert.All(browser.Page.QuerySelectorAll("form[method=post]"), form => Assert.Single(form.QuerySelectorAll("[name=__RequestVerificationToken]")));

        await browser.Press("Kirjaudu ulos");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain("staff", browser.Cookies.Keys);
    }
}

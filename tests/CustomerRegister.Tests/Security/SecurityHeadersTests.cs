using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Security;

public class SecurityHeadersTests() : AppTest(Engine.Sqlite)
{
    [Clause("N26")]
    [Theory]
    [InlineData("/")]
    [InlineData("/account/signin")]
    [InlineData("/no/such/page")]
    [InlineData("/css/site.css")]
    [InlineData("/health/live")]
    public async Task Every_response_tells_the_browser_what_to_refuse(string address)
    {
        var browser = App.Browser();

        await browser.Get(address);

        string Header(string name) => string.Join(", ", browser.Response.Headers.GetValues(name));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'", Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Clause("N26")]
    [Theory]
    [InlineData("/")]
    [InlineData("/no/such/page")]
    [InlineData("/css/site.css")]
    public async Task A_browser_that_came_over_TLS_is_told_to_come_no_other_way_for_a_year(string address)
    {
        await using var app = new TestApp(Database) { Settings = { ["Networks:Proxies"] = "127.0.0.1" } };
        var browser = app.Browser();
        browser.Headers["Host"] = "register.example.fi";

        await browser.Get(address);
        Assert.False(browser.Response.Headers.Contains("Strict-Transport-Security"));

        browser.Headers["X-Forwarded-Proto"] = "https";
        await browser.Get(address);
        Assert.Equal("max-age=31536000", Assert.Single(browser.Response.Headers.GetValues("Strict-Transport-Security")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account/signin")]
    [InlineData("/no/such/page")]
    public async Task Pages_are_never_stored_by_a_browser_or_proxy(string address)
    {
        var browser = App.Browser();

        await browser.Get(address);

        Assert.Equal("no-store", browser.Response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Style_sheets_of_the_page_exist_and_may_be_kept()
    {
        var browser = App.Browser();
        await browser.Get("/");

        var sheets = browser.Page.QuerySelectorAll("link[rel=stylesheet], link[rel=icon]").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(4, sheets.Count);
        foreach (var sheet in sheets)
        {
            await browser.Get(sheet);
            Assert.True(browser.Response.IsSuccessStatusCode, sheet);
            Assert.NotEmpty(browser.Content);
            Assert.False(browser.Response.Headers.CacheControl?.NoStore ?? false, sheet);
        }
    }
}

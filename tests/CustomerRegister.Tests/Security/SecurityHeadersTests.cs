using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
    [Fact]
    public void Nothing_tells_which_server_answers() =>
        Assert.False(App.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.AddServerHeader);
}

using System.Net;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Pages;

public class ErrorPagesTests() : AppTest(Engine.Sqlite)
{
    [Theory]
    [InlineData("fi", "Sivua ei löytynyt")]
    [InlineData("sv", "Sidan hittades inte")]
    [InlineData("en", "Page not found")]
    public async Task An_address_without_a_page_says_so_and_leads_back(string language, string heading)
    {
        var browser = App.Browser();
        browser.Languages = language;

        await browser.Get("/no/such/page");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Equal("/no/such/page", browser.Address);
        Assert.Equal(heading, browser.Page.QuerySelector("h1")!.TextContent);
        Assert.Equal("/", browser.Page.QuerySelector("main a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_language_can_be_switched_on_an_error_page_too()
    {
        var browser = App.Browser();
        await browser.Get("/no/such/page?after=7");

        await browser.Press("Svenska");

        Assert.Equal("/no/such/page?after=7", browser.Address);
        Assert.Equal("Sidan hittades inte", browser.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_with_advice()
    {
        var browser = App.Browser();

        await browser.Post("/account/signin", ("Email", "a@example.fi"), ("Password", "x"));

        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("Lomake ehti vanhentua", browser.Page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("/error/403", HttpStatusCode.Forbidden, "Sivu ei ole avoinna sinulle")]
    [InlineData("/error/404", HttpStatusCode.NotFound, "Sivua ei löytynyt")]
    [InlineData("/error/429", HttpStatusCode.TooManyRequests, "Liian monta yritystä")]
    [InlineData("/error/500", HttpStatusCode.InternalServerError, "Jokin meni vikaan")]
    public async Task An_error_page_that_one_is_sent_to_is_an_error_as_well(string address, HttpStatusCode status, string heading)
    {
        var browser = App.Browser();

        await browser.Get(address);

        Assert.Equal(status, browser.Status);
        Assert.Equal(heading, browser.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_failure_shows_nothing_of_its_inside_and_keeps_the_headers()
    {
        await using var app = new TestApp(Database)
        {
            Replace = services => services.Configure<RazorPagesOptions>(pages =>
                pages.Conventions.AddPageApplicationModelConvention("/Index", page => page.Filters.Add(new Failing()))),
        };
        var browser = app.Browser();

        await browser.Get("/");

        Assert.Equal(HttpStatusCode.InternalServerError, browser.Status);
        Assert.Equal("Jokin meni vikaan", browser.Page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("secret inside", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("no-store", browser.Response.Headers.CacheControl!.ToString());
        Assert.True(browser.Response.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task The_api_gets_no_page()
    {
        var browser = App.Browser();

        await browser.Get("/api/no-such-thing");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.NotEqual("text/html", browser.Response.Content.Headers.ContentType?.MediaType);
    }

    private sealed class Failing : IResourceFilter
    {
        public void OnResourceExecuting(ResourceExecutingContext context) => throw new InvalidOperationException("secret inside");

        public void OnResourceExecuted(ResourceExecutedContext context)
        {
        }
    }
}

using System.Net;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Security;

/// <summary>What guesses, and what costs a mail, is counted. The counts are kept in the program, so that one database shows it; where the database has a say, both do.</summary>
public sealed class RateLimitTests() : AppTest(Engine.Sqlite)
{
    private const string Links = RateLimits.PortalLinks, Portal = RateLimits.PortalSignIn, Staff = RateLimits.StaffSignIn, Codes = RateLimits.Verifications;

    // Every page on which somebody types a secret, or has a mail sent.
    private static readonly Dictionary<string, string> Limited = new()
    {
        ["/enter"] = Links,
        ["/request"] = Links,
        ["/request/link"] = Links,
        ["/handover"] = Links,
        ["/told"] = Links,
        ["/enter/code"] = Portal,
        ["/enter/sent"] = Portal,
        ["/enter/password"] = Portal,
        ["/my/proof"] = Portal,
        ["/my/security/password"] = Portal,
        ["/my/security/app"] = Portal,
        ["/account/signin"] = Staff,
        ["/account/code"] = Staff,
        ["/account/password"] = Staff,
        ["/account/join"] = Staff,
        ["/account/setup"] = Staff,
        ["/account/second-factor/app"] = Staff,
        ["/verify/{code?}"] = Codes,
    };

    // Open to everybody and not counted: each takes a secret of 256 bits that nobody guesses, or changes nothing but the browser that sends it.
    private static readonly string[] Uncounted = ["/cookies", "/language", "/request/verify", "/request/open", "/unsubscribe/{secret}", "/enter/link", "/account/signout"];

    [Fact]
    public void Each_page_that_takes_guesses_or_sends_mail_is_counted_and_each_other_open_form_is_named()
    {
        var pages = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null).ToList();
        Assert.Equal(Limited.OrderBy(l => l.Key, StringComparer.Ordinal), pages.Where(p => Policy(p) is not null)
            .Select(p => KeyValuePair.Create(Address(p), Policy(p)!)).Distinct().OrderBy(l => l.Key, StringComparer.Ordinal));

        var forms = pages.Where(p => Policy(p) is null && p.Metadata.GetMetadata<IAllowAnonymous>() is not null && HasForm(p)).Select(Address).Distinct();
        Assert.Equal(Uncounted.Order(StringComparer.Ordinal), forms.Order(StringComparer.Ordinal));

        static string? Policy(RouteEndpoint page) => page.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName;
        static string Address(RouteEndpoint page)
        {
            var address = "/" + page.RoutePattern.RawText!.TrimStart('/').ToLowerInvariant();
            return address.EndsWith("/index", StringComparison.Ordinal) ? address[..^"/index".Length] : address;
        }

        static bool HasForm(RouteEndpoint page) => page.Metadata.GetMetadata<PageActionDescriptor>() is CompiledPageActionDescriptor compiled && compiled.HandlerMethods.Any(h => h.HttpMethod == "Post");
    }

    [Fact]
    public async Task Over_the_limit_of_a_network_every_such_page_says_so_and_other_networks_go_on()
    {
        foreach (var setting in new[] { "PortalLinksPerNetwork", "PortalSignInsPerNetwork", "StaffSignInsPerNetwork", "VerificationsPerNetwork" })
            App.Settings[$"RateLimits:{setting}"] = "1";
        var network = 0;
        foreach (var (page, policy) in Limited)
        {
            // A network of the staff's, and another for each page: all pages of a policy are counted together.
            using var browser = App.Browser();
            browser.From = IPAddress.Parse($"10.1.{++network}.7");
            using var neighbour = App.Browser();
            neighbour.From = IPAddress.Parse($"10.2.{network}.7");
            await Send(browser);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, browser.Status);
            await Send(browser);
            Assert.True(browser.Status == HttpStatusCode.TooManyRequests, $"{page} was not counted as {policy}.");
            await Send(neighbour);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, neighbour.Status);

            // The door counts before it looks at the form.
            Task Send(Browser from) => policy == Codes ? from.Get("/verify/0000-0000-0000-0000-0000") : from.Post(page);
        }
    }

    [Theory]
    [InlineData("/enter")]
    [InlineData("/request")]
    [InlineData("/request/link")]
    public async Task From_however_many_networks_one_address_is_not_filled_with_mail(string page)
    {
        App.Settings["RateLimits:PortalLinksPerAddress"] = "2";
        await Given.Customer(email: "pirkko@example.fi");
        await App.RequestFromVisitor("pirkko@example.fi");
        var network = 0;
        foreach (var address in new[] { "pirkko@example.fi", "nobody@example.fi" })
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await Ask(address));
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await Ask(address.ToUpperInvariant()));
            // The same for an address of nobody's.
            Assert.Equal(HttpStatusCode.TooManyRequests, await Ask(address));
        }

        Assert.Equal(2, (await App.MailsTo("pirkko@example.fi")).Count);

        async Task<HttpStatusCode> Ask(string address)
        {
            using var browser = App.Browser();
            browser.From = IPAddress.Parse($"192.0.2.{++network}");
            await browser.Get(page);
            if (page == "/request")
                await browser.Submit("main form", ("Input.Type", "Access"), ("Input.Name", "Tuula"), ("Input.Email", address), ("Input.Agreed", "true"));
            else
                await browser.Submit("main form", ("Email", address));
            return browser.Status;
        }
    }
}

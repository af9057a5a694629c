using System.Net;
using System.Security.Cryptography;
using CustomerRegister.Audit;
using CustomerRegister.Portal;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace CustomerRegister.Tests.Portal;

public abstract class IdentityProviderTests(Engine engine) : AppTest(engine)
{
    private const string Email = "aino@example.fi";

    private TestIdentityProvider provider = null!;

    protected override TestApp NewApp()
    {
        var app = new TestApp(Database)
        {
            Settings =
            {
                ["Portal:IdentityProvider:Authority"] = TestIdentityProvider.Authority,
                ["Portal:IdentityProvider:ClientId"] = TestIdentityProvider.Client,
                ["Portal:IdentityProvider:ClientSecret"] = "secret",
                ["Portal:IdentityProvider:Name"] = "Tunnistus",
            },
            Replace = services => services.Configure<OpenIdConnectOptions>(Schemes.IdentityProvider, oidc => oidc.BackchannelHttpHandler = provider),
        };
        provider = new TestIdentityProvider(app.Clock);
        return app;
    }

    [Fact]
    [Clause("N15")]
    public async Task A_customer_enters_by_the_verified_address_and_later_by_the_link_that_it_made()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Email);
        using var browser = App.Browser();
        await Come(browser, ("sub", "person-1"), ("email", "AINO@example.fi"), ("email_verified", true));
        Assert.Equal("/my/consents", browser.Address);
        Assert.Equal(SignInMethod.IdentityProvider, (await App.Stored(db => db.PortalSessions.SingleAsync())).Method);
        var link = await App.Stored(db => db.PortalIdentities.SingleAsync());
        Assert.Equal((customer.Id, TestIdentityProvider.Authority), (link.CustomerId, link.Issuer));
        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync()), e => e.Action == AuditAction.PortalIdentityLinked && e.CustomerId == customer.Id);

        // The address has changed there, or is not told; the person is the same.
        using var later = App.Browser();
        await Come(later, ("sub", "person-1"));
        Assert.Equal("/my/consents", later.Address);
        Assert.Single(await App.Stored(db => db.PortalIdentities.ToListAsync()));

        await later.Get("/my/security");
        await later.Get($"/my/security/remove?what=identity&passkey={link.Id.Value}");
        await later.Submit("main form");
        using var unlinked = App.Browser();
        await Come(unlinked, ("sub", "person-1"));
        Assert.Equal("/enter/provider?refused=unknown", unlinked.Address);
        App.Log.HoldsNone(Email, "person-1", "Virtanen");
    }

    [Theory]
    [InlineData("nobody@example.fi", true)]
    [InlineData(Email, false)]
    [InlineData("shared@example.fi", true)]
    public async Task Nobody_enters_by_an_address_that_is_unknown_unverified_or_shared_and_nobody_is_made(string email, bool verified)
    {
        await Given.Customer(email: Email);
        await Given.Customer("Daavid", "Salo", "shared@example.fi");
        await Given.Customer("Eeva", "Salo", "shared@example.fi");
        using var browser = App.Browser();
        await Come(browser, ("sub", "person-2"), ("email", email), ("email_verified", verified));
        Assert.Equal("/enter/provider?refused=unknown", browser.Address);
        Assert.Contains("emme löytäneet sinua", browser.Text, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("portal"));
        Assert.Equal((3, 0, 0), await App.Stored(async db => (await db.Customers.CountAsync(), await db.PortalIdentities.CountAsync(), await db.PortalSessions.CountAsync())));
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("signature")]
    [InlineData("expired")]
    [InlineData("challenge")]
    [InlineData("state")]
    [InlineData("denied")]
    public async Task A_token_that_is_not_the_one_asked_for_opens_nothing(string wrong)
    {
        await Given.Customer(email: Email);
        _ = App.Services;
        provider.Audience = wrong == "audience" ? "another" : provider.Audience;
        provider.Issuer = wrong == "issuer" ? "https://evil.example" : provider.Issuer;
        provider.Lifetime = wrong == "expired" ? TimeSpan.FromMinutes(-10) : provider.Lifetime;
        using var forged = RSA.Create(2048);
        provider.SignedBy = wrong == "signature" ? new RsaSecurityKey(forged) { KeyId = "1" } : null;
        using var browser = App.Browser();
        var asked = await Go(browser);
        Tell(wrong == "nonce" ? "another" : asked["nonce"], ("sub", "person-1"), ("email", Email), ("email_verified", true));
        if (wrong == "challenge")
            provider.Challenge = "another";
        var state = wrong == "state" ? asked["state"] + "x" : asked["state"];
        await browser.Get($"http://localhost{IdentityProvider.Callback}?{(wrong == "denied" ? "error=access_denied" : "code=the-code")}&state={Uri.EscapeDataString(state)}");

        Assert.Equal("/enter/provider?refused=failed", browser.Address);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.False(browser.Cookies.ContainsKey("portal"));
        Assert.Empty(await App.Stored(db => db.PortalSessions.ToListAsync()));
    }

    [Fact]
    public async Task Where_none_is_configured_there_is_no_such_page()
    {
        await using var app = new TestApp(Database);
        using var browser = app.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/enter/provider")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/enter/provider?handler=Start")).Status);
        await browser.Get("/enter");
        Assert.Null(browser.Page.QuerySelector("main a[href*='provider']"));
    }

    private async Task Come(Browser browser, params (string Name, object Value)[] claims)
    {
        var asked = await Go(browser);
        Tell(asked["nonce"], claims);
        await browser.Get($"http://localhost{IdentityProvider.Callback}?code=the-code&state={Uri.EscapeDataString(asked["state"])}");
    }

    private void Tell(string nonce, params (string Name, object Value)[] claims)
    {
        provider.Claims.Clear();
        provider.Claims["nonce"] = nonce;
        foreach (var (name, value) in claims)
            provider.Claims[name] = value;
    }

    /// <summary>Goes to the provider's door.</summary>
    /// <returns>What it was asked for there.</returns>
    private async Task<Dictionary<string, string>> Go(Browser browser)
    {
        await browser.Get("/enter?ReturnUrl=%2Fmy%2Fconsents");
        await browser.Follow("Kirjaudu: Tunnistus");
        await browser.Follow("Jatka palveluun Tunnistus");
        Assert.StartsWith("/authorize?", browser.Address, StringComparison.Ordinal);
        var asked = QueryHelpers.ParseQuery(new Uri("https://provider.example" + browser.Address).Query).ToDictionary(q => q.Key, q => q.Value.ToString());
        Assert.Equal(("code", "S256", TestIdentityProvider.Client, "openid email"), (asked["response_type"], asked["code_challenge_method"], asked["client_id"], asked["scope"]));
        provider.Challenge = asked["code_challenge"];
        return asked;
    }

    public sealed class OnSqlite() : IdentityProviderTests(Engine.Sqlite);

    public sealed class OnPostgres() : IdentityProviderTests(Engine.Postgres);
}

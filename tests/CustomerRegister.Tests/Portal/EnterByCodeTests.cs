using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

public abstract class EnterByCodeTests(Engine engine) : AppTest(engine)
{
    private const string Email = "aino@example.fi";

    [Fact]
    [Clause("N15")]
    public async Task Who_reads_mail_on_another_device_types_the_code_where_it_was_asked_for_once()
    {
        await Given.Customer(email: Email);
        using var browser = await Asking(Email, "/my/consents");
        var code = await App.CodeMailedTo(Email);
        var link = await App.LinkMailedTo(Email);

        // Elsewhere the code opens nothing, even if somebody reads it over the shoulder.
        using var thief = await Asking("nobody@example.fi");
        await Type(thief, code);
        Assert.False(thief.Cookies.ContainsKey("portal"));

        await Type(browser, code);
        Assert.Equal("/my/consents", browser.Address);
        Assert.False(browser.Cookies.ContainsKey(Web.Security.PortalBrowser.Cookie));
        Assert.Equal(SignInMethod.MailedCode, (await App.Stored(db => db.PortalSessions.SingleAsync())).Method);

        // The link of the same mail is used with it.
        using var other = App.Browser();
        await other.Get(link);
        Assert.Contains("Linkki ei enää toimi", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_codes_are_few_and_answered_as_for_an_address_that_nobody_has()
    {
        await Given.Customer(email: Email);
        using var browser = await Asking(Email);
        using var stranger = await Asking("nobody@example.fi");
        var right = await App.CodeMailedTo(Email);
        var wrong = right == "000 000" ? "000 001" : "000 000";
        for (var i = 0; i < PortalInvitation.MostTries; i++)
        {
            await Type(browser, wrong);
            await Type(stranger, wrong);
            Assert.Equal((stranger.Status, stranger.Text), (browser.Status, browser.Text));
            Assert.Contains(browser.Errors, error => error.Contains("Koodi on väärä, tai se ei enää toimi", StringComparison.Ordinal));
        }

        await Type(browser, right);
        Assert.False(browser.Cookies.ContainsKey("portal"));
        Assert.Single(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.PortalLocked).ToListAsync()));

        // Nobody is locked out by it: the link goes on working.
        await browser.Get(await App.LinkMailedTo(Email));
        await browser.Submit("main form");
        Assert.Equal("/my", browser.Address);
        App.Log.HoldsNone(Email, right);
    }

    [Fact]
    public async Task A_code_asked_for_again_and_again_is_locked_for_longer_and_longer()
    {
        await Given.Customer(email: Email);
        using var browser = await Asking(Email);
        for (var i = 0; i < PortalInvitation.MostTries; i++)
            await Type(browser, "999 99x");
        // Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Ask(browser, Email);
        await Type(browser, await App.CodeMailedTo(Email));
        Assert.False(browser.Cookies.ContainsKey("portal"));

        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await Type(browser, await App.CodeMailedTo(Email));
        Assert.Equal("/my", browser.Address);
    }

    [Fact]
    public async Task A_code_works_for_a_quarter_of_an_hour()
    {
        await Given.Customer(email: Email);
        using var browser = await Asking(Email);
        App.Clock.Advance(PortalCode.Lifetime);
        await Type(browser, await App.CodeMailedTo(Email));
        Assert.False(browser.Cookies.ContainsKey("portal"));
    }

    [Fact]
    public async Task Of_many_codes_sent_at_once_no_more_are_compared_than_may_be_tried()
    {
        await Given.Customer(email: Email);
        using var browser = await Asking(Email);
        var key = browser.Cookies[Web.Security.PortalBrowser.Cookie];
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => App.Use((EnterPortal enter) => enter.WithCode(key, "12345x", SignInPlace.Unknown, CancellationToken.None)))));
        Assert.InRange((await App.Stored(db => db.PortalInvitations.SingleAsync())).CodeTries, 1, PortalInvitation.MostTries);
    }

    [Theory]
    [InlineData("https://evil.example/my")]
    [InlineData("//evil.example")]
    [InlineData("/mystery")]
    [InlineData("/staff")]
    [InlineData("/my\\..\\evil")]
    public async Task Nobody_is_led_out_of_their_own_pages(string address)
    {
        await Given.Customer(email: Email);
        using var browser = await Asking(Email, address);
        await Type(browser, await App.CodeMailedTo(Email));
        Assert.Equal("/my", browser.Address);
    }

    private async Task<Browser> Asking(string email, string? returnUrl = null) => await Ask(App.Browser(), email, returnUrl);

    private async Task<Browser> Ask(Browser browser, string email, string? returnUrl = null)
    {
        await browser.Get("/enter" + (returnUrl is null ? "" : $"?ReturnUrl={Uri.EscapeDataString(returnUrl)}"));
        await browser.Submit("main form", ("Email", email));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        // The schedule looks the address up at once.
        await App.Use((SendAskedLinks links) => links.Run(CancellationToken.None));
        return browser;
    }

    private static async Task Type(Browser browser, string code)
    {
        if (!browser.Address.StartsWith("/enter/sent", StringComparison.Ordinal))
            await browser.Get("/enter/sent");
        await browser.Submit("main form", ("Code", code));
    }

    public sealed class OnSqlite() : EnterByCodeTests(Engine.Sqlite);

    public sealed class OnPostgres() : EnterByCodeTests(Engine.Postgres);
}

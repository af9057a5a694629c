using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

public abstract class PortalSecurityTests(Engine engine) : AppTest(engine)
{
    private const string Email = "aino@example.fi", Password = "vihreä polkupyörä järvessä";

    [Fact]
    [Clause("N15")]
    public async Task A_chosen_password_opens_the_portal_with_the_apps_code_where_there_is_an_app()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        using var elsewhere = await App.Entered(customer);
        foreach (var (weak, told) in new[] { ("lyhyt", "vähintään 12 merkkiä"), ("salasana123456", "liian helppo arvata"), ("Virtanen Virtanen", "omaa nimeäsi") })
        {
            await browser.Get("/my/security/password");
            await browser.Submit("main form", ("Chosen", weak));
            Assert.Contains(browser.Errors, error => error.Contains(told, StringComparison.Ordinal));
        }

        await browser.Submit("main form", ("Chosen", Password));
        Assert.Equal("/my/security", browser.Address);
        // Whoever else had got in is out; this browser stays.
        await elsewhere.Get("/my/security");
        Assert.StartsWith("/enter", elsewhere.Address, StringComparison.Ordinal);

        using var home = App.Browser();
        await SignIn(home, Email, "väärä salasana tämä");
        using var stranger = App.Browser();
        await SignIn(stranger, "nobody@example.fi", Password);
        Assert.Equal((stranger.Status, stranger.Errors[0]), (home.Status, home.Errors[0]));
        await SignIn(home, "AINO@example.fi", Password);
        Assert.Equal("/my", home.Address);

        await browser.Get("/my/security/app");
        var key = await PendingKey(customer);
        await browser.Submit("main form", ("Code", "000000x"));
        Assert.Contains(browser.Errors, error => error.Contains("Koodi on väärä", StringComparison.Ordinal));
        await browser.Submit("main form", ("Code", CodeAt(key, -1)));
        Assert.Equal("/my/security", browser.Address);

        using var phone = App.Browser();
        await SignIn(phone, Email, Password);
        Assert.StartsWith("/enter/code", phone.Address, StringComparison.Ordinal);
        Assert.False(phone.Cookies.ContainsKey("portal"));
        // The code that confirmed the app opens nothing again.
        await phone.Submit("main form", ("Code", CodeAt(key, -1)));
        Assert.False(phone.Cookies.ContainsKey("portal"));
        await phone.Submit("main form", ("Code", CodeAt(key, 0)));
        Assert.Equal("/my", phone.Address);
        Assert.Contains(await Stored(db => db.PortalSessions.ToListAsync()), s => s.Method == SignInMethod.PasswordAndCode);

        // Taken away again, the password opens nothing, and with it goes the app.
        await browser.Get("/my/security/remove");
        await browser.Submit("main form");
        using var late = App.Browser();
        await SignIn(late, Email, Password);
        Assert.False(late.Cookies.ContainsKey("portal"));
        Assert.Null((await Stored(db => db.PortalCredentials.SingleAsync())).AuthenticatorSince);
        var actions = await Stored(db => db.AuditEntries.Where(e => e.CustomerId == customer.Id).Select(e => e.Action).ToListAsync());
        Assert.Contains(AuditAction.PortalPasswordChosen, actions);
        Assert.Contains(AuditAction.PortalFactorAdded, actions);
        Assert.Contains(AuditAction.PortalPasswordDropped, actions);
        App.Log.HoldsNone(Email, Password, "Virtanen");
    }

    [Fact]
    public async Task Guessing_locks_the_password_for_longer_each_time_but_never_the_mailed_link()
    {
        var customer = await WithPassword();
        using var guesser = App.Browser();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < Lockout.BeforeLocking; i++)
                await SignIn(guesser, Email, "väärä salasana tämä");
            await SignIn(guesser, Email, Password);
            Assert.False(guesser.Cookies.ContainsKey("portal"));
            App.Clock.Advance(Lockout.After(round) - TimeSpan.FromSeconds(1));
            await SignIn(guesser, Email, Password);
            Assert.False(guesser.Cookies.ContainsKey("portal"));
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        using var browser = await App.Entered(customer);
        Assert.Equal("/my", browser.Address);
    }

    [Fact]
    public async Task Before_a_sensitive_act_whoever_signed_in_a_while_ago_proves_it_again_and_comes_back()
    {
        var customer = await WithPassword();
        using var browser = await App.Entered(customer);
        await browser.Get("/my/requests/new/erasure");
        Assert.Equal("/my/requests/new/erasure", browser.Address);

        App.Clock.Advance(ProveAgain.FreshFor);
        foreach (var open in new[] { "/my", "/my/consents", "/my/requests/new/access" })
            Assert.Equal(open, (await browser.Get(open)).Address);
        await browser.Get("/my/requests/new/erasure");
        Assert.StartsWith("/my/proof?returnUrl=", browser.Address, StringComparison.Ordinal);

        await browser.Submit("form[action*='handler=Password']", ("Password", "väärä salasana tämä"));
        Assert.Contains(browser.Errors, error => error.Contains("Salasana tai koodi on väärä", StringComparison.Ordinal));
        await browser.Submit("form[action*='handler=Password']", ("Password", Password));
        Assert.Equal("/my/requests/new/erasure", browser.Address);

        App.Clock.Advance(ProveAgain.FreshFor);
        await browser.Get("/my/security/password");
        await browser.Submit("form[action*='handler=Send']");
        var code = await App.CodeMailedTo(Email);
        // Somebody else's browser, signed in as somebody else, gains nothing from the code.
        using var other = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi"));
        App.Clock.Advance(ProveAgain.FreshFor - TimeSpan.FromSeconds(1));
        other.Remember(Web.Security.PortalBrowser.Cookie, browser.Cookies[Web.Security.PortalBrowser.Cookie]);
        await other.Get("/my/proof");
        await other.Submit("form[action*='handler=Code']", ("Code", code));
        Assert.NotEmpty(other.Errors);

        await browser.Submit("form[action*='handler=Code']", ("Code", code));
        Assert.Equal("/my/security/password", browser.Address);
        Assert.Contains(await Stored(db => db.AuditEntries.ToListAsync()), e => e.Action == AuditAction.PortalProved && e.CustomerId == customer.Id);
    }

    [Fact]
    public async Task What_was_opened_in_time_can_be_sent_later_but_not_for_ever()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        await browser.Get("/my/security/password");
        App.Clock.Advance(TimeSpan.FromMinutes(40));
        await browser.Submit("main form", ("Chosen", Password));
        Assert.Equal("/my/security", browser.Address);

        using var slow = await App.Entered(customer);
        await slow.Get("/my/security/password");
        App.Clock.Advance(TimeSpan.FromMinutes(35));
        await slow.Get("/my");
        using var form = await App.Entered(customer);
        await form.Get("/my/security/password");
        App.Clock.Advance(TimeSpan.FromMinutes(59));
        await form.Get("/my/consents");
        Assert.Equal("/my/consents", form.Address);
    }

    [Fact]
    public async Task A_customer_sees_where_they_are_signed_in_and_signs_out_there_and_everywhere()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        using var phone = App.Browser();
        phone.Headers["User-Agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";
        phone.From = IPAddress.Parse("84.250.17.9");
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        await phone.Get(await App.LinkMailedTo(Email));
        await phone.Submit("main form");
        using var other = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi"));

        await browser.Get("/my/security");
        Assert.Contains("Safari, iPhone", browser.Text, StringComparison.Ordinal);
        Assert.Contains("84.250.–.–", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("17.9", browser.Text, StringComparison.Ordinal);
        var session = browser.Page.QuerySelector("input[name=session]")!.GetAttribute("value")!;
        // Nobody ends another's session.
        await other.Get("/my/security");
        await other.Post("/my/security?handler=End", ("session", session), ("__RequestVerificationToken", other.Page.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);

        await browser.Submit("form:has(input[name=session])");
        Assert.Contains("Laite on kirjattu ulos", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        await phone.Get("/my");
        Assert.StartsWith("/enter", phone.Address, StringComparison.Ordinal);

        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var waiting = await App.LinkMailedTo(Email);
        await browser.Press("Kirjaa ulos kaikkialta");
        await browser.Get("/my");
        Assert.StartsWith("/enter", browser.Address, StringComparison.Ordinal);
        Assert.Contains("Linkki ei enää toimi", (await browser.Get(waiting)).Text, StringComparison.Ordinal);
        await other.Get("/my");
        Assert.Equal("/my", other.Address);
    }

    [Fact]
    public async Task Too_many_attempts_from_one_network_are_told_to_wait()
    {
        App.Settings["RateLimits:PortalSignInsPerNetwork"] = "3";
        using var browser = App.Browser();
        for (var i = 0; i < 3; i++)
            await SignIn(browser, $"nobody{i}@example.fi", Password);
        await SignIn(browser, "nobody9@example.fi", Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
    }

    private async Task<Customer> WithPassword()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        await browser.Get("/my/security/password");
        await browser.Submit("main form", ("Chosen", Password));
        Assert.Equal("/my/security", browser.Address);
        return customer;
    }

    private async Task<byte[]> PendingKey(Customer customer) =>
        App.Keys.Read(customer.Id.Value, (await Stored(db => db.PortalCredentials.AsNoTracking().SingleAsync(c => c.CustomerId == customer.Id))).ProtectedPendingKey)!;

    private string CodeAt(byte[] key, int step) => TimeBasedCode.Of(key, TimeBasedCode.StepAt(App.Clock.Now()) + step);

    private Task<T> Stored<T>(Func<Data.RegisterContext, Task<T>> read) => App.Stored(read);

    private static async Task SignIn(Browser browser, string email, string password)
    {
        await browser.Get("/enter/password");
        await browser.Submit("main form:not([data-passkey])", ("Email", email), ("Password", password));
    }

    public sealed class OnSqlite() : PortalSecurityTests(Engine.Sqlite);

    public sealed class OnPostgres() : PortalSecurityTests(Engine.Postgres);
}

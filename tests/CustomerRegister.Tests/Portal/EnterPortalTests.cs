using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Portal;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

public abstract class EnterPortalTests(Engine engine) : AppTest(engine)
{
    private const string Email = "Aino.Virtanen@example.fi";

    [Fact]
    [Clause("N15")]
    public async Task An_invited_customer_enters_by_the_mailed_link_once()
    {
        var customer = await Given.Customer(email: Email);
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/customers/{Guid.CreateVersion7()}/invite");
        Assert.Equal(HttpStatusCode.NotFound, staff.Status);
        await staff.Get($"/staff/customers/{customer.Id.Value}/invite");
        Assert.Contains($"Asiakasnumero {customer.Number}", staff.Text, StringComparison.Ordinal);
        await staff.Submit("main form");

        var link = await App.LinkMailedTo(Email);
        using var scanner = App.Browser();
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await scanner.Get(link)).Status);
        Assert.False(scanner.Cookies.ContainsKey("portal"));

        using var browser = App.Browser();
        await browser.Get(link);
        await browser.Submit("main form");
        Assert.StartsWith("/my", browser.Address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain("secret", browser.Address, StringComparison.OrdinalIgnoreCase);

        // The scanner still has the page with the button open.
        await scanner.Submit("main form");
        Assert.Contains("Linkki ei enää toimi", scanner.Text, StringComparison.Ordinal);
        Assert.False(scanner.Cookies.ContainsKey("portal"));
        Assert.Single(await App.Stored(db => db.PortalSessions.ToListAsync()));
    }

    [Fact]
    public async Task Of_two_who_press_at_once_one_enters()
    {
        var customer = await Given.Customer(email: Email);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var secret = (await App.LinkMailedTo(Email)).Split('=')[1];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => App.Use((EnterPortal enter) => enter.Run(secret, SignInPlace.Unknown, CancellationToken.None)))));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.Single(await App.Stored(db => db.PortalSessions.ToListAsync()));
    }

    [Fact]
    public async Task An_expired_link_says_so_and_how_to_get_a_new_one()
    {
        var customer = await Given.Customer(email: Email);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var link = await App.LinkMailedTo(Email);
        using var browser = App.Browser();
        await browser.Get(link);

        App.Clock.Advance(InviteToPortal.LinkLifetime);
        await browser.Submit("main form");

        Assert.Contains("Linkki ei enää toimi", browser.Text, StringComparison.Ordinal);
        await browser.Follow("Pyydä uusi linkki");
        Assert.Equal("/enter", browser.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?secret=")]
    [InlineData("?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_link_that_nobody_was_sent_opens_nothing(string query)
    {
        using var browser = App.Browser();
        await browser.Get("/enter/link" + query);
        Assert.Contains("Linkki ei enää toimi", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_kills_every_copy_of_the_cookie()
    {
        using var browser = await App.Entered(await Given.Customer(email: Email));
        var copy = browser.Cookies["portal"];

        await browser.Get("/my/consents");
        await browser.Press("Kirjaudu ulos");
        Assert.False(browser.Cookies.ContainsKey("portal"));
        Assert.Contains("Olet kirjautunut ulos", browser.Text, StringComparison.Ordinal);

        using var thief = App.Browser();
        thief.Remember("portal", copy);
        await thief.Get("/my/consents");
        Assert.StartsWith("/enter", thief.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours()
    {
        using var browser = await App.Entered(await Given.Customer(email: Email));
        // Somebody who stays busy: the cookie slides, the session does not.
        for (var hour = 0; hour < 12; hour++)
        {
            await browser.Get("/my/consents");
            Assert.Equal("/my/consents", browser.Address);
            App.Clock.Advance(TimeSpan.FromMinutes(59.9));
        }

        App.Clock.Advance(TimeSpan.FromMinutes(5));
        await browser.Get("/my/consents");
        Assert.StartsWith("/enter", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_without_address_is_not_invited_and_staff_is_told()
    {
        var customer = await Given.Customer();
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/customers/{customer.Id.Value}/invite");
        await staff.Submit("main form");
        Assert.Contains("Lisää osoite ensin", staff.Text, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.PortalInvitations.ToListAsync()));
    }

    [Fact]
    public async Task Every_step_leaves_an_entry_and_no_value_of_the_person()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Email);
        using var browser = await App.Entered(customer);
        await browser.Post("/my/signout");
        await browser.Get("/my/consents");
        await browser.Press("Kirjaudu ulos");

        var entries = await App.Stored(db => db.AuditEntries.Where(e => e.CustomerId == customer.Id).OrderBy(e => e.Id).ToListAsync());
        Assert.Contains(entries, e => e.Action == AuditAction.PortalInvited);
        Assert.Contains(entries, e => e is { Action: AuditAction.PortalEntered, ActorKind: ActorKind.Customer });
        Assert.Contains(entries, e => e is { Action: AuditAction.PortalLeft, ActorKind: ActorKind.Customer });
        App.Log.HoldsNone("Virtanen", Email);
    }

    [Fact]
    public async Task A_mail_with_a_link_names_nobody()
    {
        using var browser = await App.Entered(await Given.Customer("Aino", "Virtanen", Email));
        var mail = Assert.Single(await App.MailsTo(Email));
        foreach (var text in new[] { mail.Subject, mail.TextBody })
        {
            Assert.DoesNotContain("Aino", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Virtanen", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(Language.Fi, "linkki")]
    [InlineData(Language.Sv, "länk")]
    [InlineData(Language.En, "link")]
    public async Task The_mail_speaks_the_customers_language(Language language, string word)
    {
        var customer = await Given.Customer(email: Email, language: language);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        Assert.Contains(word, Assert.Single(await App.MailsTo(Email)).Subject, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : EnterPortalTests(Engine.Sqlite);

    public sealed class OnPostgres() : EnterPortalTests(Engine.Postgres);
}

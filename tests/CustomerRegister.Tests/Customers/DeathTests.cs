using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Mail;
using CustomerRegister.Portal;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>What a recorded death does, over HTTP.</summary>
public abstract class DeathTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Clerk = new(ActorKind.Staff, Guid.Parse("01890000-0000-7000-8000-000000000001"), "CustomerService", "customer-care");

    [Theory]
    [InlineData("2026-11-20", "Kuollut 20.11.2026")]
    [InlineData("", "Kuollut, päivä ei tiedossa")]
    public async Task A_death_is_recorded_with_or_without_its_day_and_shown_on_card_and_list(string on, string shown)
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        await browser.Follow("Merkitse kuolleeksi");

        await browser.Submit("main form", ("On", on), ("SourceKind", "Authority"), ("SourceName", "Väestötietojärjestelmä"));

        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        Assert.Contains(shown, browser.Text, StringComparison.Ordinal);
        Assert.Contains("viranomainen (Väestötietojärjestelmä), 22.11.2026", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("form[action$='/invite']"));
        await browser.Get("/staff/customers");
        Assert.Contains("Kuollut", browser.Text, StringComparison.Ordinal);
        Assert.Equal(customer.Id, (await App.Stored(db => db.AuditEntries.SingleAsync(e => e.Action == AuditAction.DeathRecorded))).CustomerId);
    }

    [Fact]
    public async Task The_portal_closes_at_once_and_waiting_mail_is_not_sent()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        using var guest = await App.Entered(customer);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Clerk, CancellationToken.None));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var link = await App.LinkMailedTo("aino@example.fi");
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Clerk, CancellationToken.None));

        await Record(customer, null);

        await guest.Get("/my");
        Assert.False(guest.Address == "/my" && guest.Response.IsSuccessStatusCode, "The session still opens the portal.");
        using var other = App.Browser();
        await other.Get(link);
        Assert.DoesNotContain(other.Page.QuerySelectorAll("main form"), f => f.GetAttribute("method") == "post");
        var secret = System.Web.HttpUtility.ParseQueryString(new Uri(new Uri("http://localhost"), link).Query)["secret"];
        Assert.Equal(EnterRefusal.LinkUsedOrExpired, (await App.Use((EnterPortal enter) => enter.Run(secret, SignInPlace.Unknown, CancellationToken.None))).Refusal);
        Assert.Equal(0, await App.Stored(db => db.OutgoingEmails.CountAsync(m => m.State == EmailState.Waiting)));
    }

    [Fact]
    public async Task Nobody_is_invited_or_mailed_a_link_after_their_death()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        await Record(customer, new DateOnly(2026, 11, 1));

        var invited = await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Clerk, CancellationToken.None));
        await App.Use((SendPortalLink ask) => ask.Run(new(EmailAddress.Parse("aino@example.fi"), "key"), CancellationToken.None));

        Assert.Equal(InviteRefusal.Deceased, invited.Refusal);
        Assert.Equal(0, await App.Stored(db => db.OutgoingEmails.CountAsync()));
        Assert.Equal(1, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.PortalLinkNotSent)));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/invite");
        await browser.Submit("main form");
        Assert.Contains("merkitty kuolleeksi", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_death_recorded_by_mistake_is_taken_back_and_the_portal_opens_again()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        await Record(customer, null);
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/death");

        await browser.Press("Poista kuolintieto");

        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        Assert.False((await App.Stored(db => db.Customers.SingleAsync())).IsDeceased);
        Assert.Single(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.DeathWithdrawn).ToListAsync()));
        using var guest = await App.Entered(customer);
        Assert.StartsWith("/my", guest.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-23")]
    [InlineData("1999-01-01")]
    [InlineData("31.2.2026")]
    public async Task A_day_that_cannot_be_is_told_beside_the_field(string on)
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/death");

        await browser.Submit("main form", ("On", on), ("SourceKind", "Authority"));

        Assert.Single(browser.Errors);
        Assert.False((await App.Stored(db => db.Customers.SingleAsync())).IsDeceased);
    }

    [Fact]
    public async Task The_relationship_of_the_dead_ends_by_itself_no_more_than_it_reopens()
    {
        var customer = await Given.Customer(since: new DateOnly(2020, 1, 1));
        await Record(customer, new DateOnly(2026, 11, 1));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        await browser.Follow("Päätä asiakassuhde");

        // The day and the reason are there already.
        await browser.Submit("main form");

        var stored = await App.Stored(db => db.Customers.SingleAsync());
        Assert.Equal((new DateOnly(2026, 11, 1), RelationshipEndReason.Deceased), (stored.RelationshipEnd, stored.RelationshipEndReason));
        var outcome = await App.Use((ReopenRelationship reopen) => reopen.Run(customer.Id, Clerk, CancellationToken.None));
        Assert.Equal(ReopenRelationshipRefusal.Deceased, outcome.Refusal);
    }

    private async Task Record(Customer customer, DateOnly? on)
    {
        var outcome = await App.Use((RecordDeath record) => record.Run(new RecordDeathCommand(customer.Id, on, SourceKind.Authority, null), Clerk, CancellationToken.None));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
    }

    public sealed class OnSqlite() : DeathTests(Engine.Sqlite);

    public sealed class OnPostgres() : DeathTests(Engine.Postgres);
}

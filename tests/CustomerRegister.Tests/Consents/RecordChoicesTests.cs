using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Consents;

/// <summary>Staff record what customers forbid and consent to by other ways than the portal.</summary>
public abstract class RecordChoicesTests(Engine engine) : AppTest(engine)
{
    [Theory]
    [InlineData(Channel.CustomerService)]
    [InlineData(Channel.Email)]
    [InlineData(Channel.Phone)]
    [InlineData(Channel.Letter)]
    [InlineData(Channel.Counter)]
    [Clause("N7")]
    public async Task A_ban_told_in_any_way_is_in_force_at_once_with_the_way_it_came(Channel channel)
    {
        var customer = await Given.Customer();
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Open(browser, customer);

        await browser.Press("Tallenna", ("Channel", $"{channel}"), ("Forbidden", "PublicationInLists"), ("Forbidden", "DirectMarketing"));

        Assert.Contains("ovat voimassa", browser.Text, StringComparison.Ordinal);
        var now = await Now(customer);
        Assert.Equal([BanKind.DirectMarketing, BanKind.PublicationInLists], now.Bans.Where(b => b.Forbidden).Select(b => b.Kind));
        Assert.All(await App.Stored(db => db.Bans.ToListAsync()), ban => Assert.Equal(channel, ban.Channel));
        var entries = await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.BanSet).ToListAsync());
        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.Equal((ActorKind.Staff, (Guid?)customer.Id.Value), (entry.ActorKind, entry.OnBehalfOf)));
    }

    [Fact]
    public async Task Without_the_way_it_came_nothing_is_stored_and_the_ticks_stay()
    {
        var customer = await Given.Customer();
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Open(browser, customer);

        await browser.Press("Tallenna", ("Forbidden", "OpinionPolls"));

        Assert.NotEmpty(browser.Errors);
        Assert.Equal(["OpinionPolls"], browser.Page.QuerySelectorAll("input[name=Forbidden][checked]").Select(box => box.GetAttribute("value")));
        Assert.Empty(await App.Stored(db => db.Bans.ToListAsync()));
    }

    [Fact]
    public async Task Nobody_records_a_choice_as_made_in_the_portal()
    {
        var customer = await Given.Customer();
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Open(browser, customer);
        Assert.Empty(browser.Page.QuerySelectorAll("input[name=Channel][value=Portal]"));

        var token = browser.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.Post(browser.Address, ("__RequestVerificationToken", token), ("Channel", "Portal"), ("Forbidden", "OpinionPolls"));

        Assert.NotEmpty(browser.Errors);
        Assert.Empty(await App.Stored(db => db.Bans.ToListAsync()));
    }

    [Fact]
    public async Task What_the_customer_forbade_while_the_form_stood_open_stays_forbidden()
    {
        var customer = await Given.Customer();
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Open(browser, customer);
        await App.Use((SetBan ban) => ban.Run(
            new(customer.Id, BanKind.MarketResearch, Forbidden: true, Channel.Portal), new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), CancellationToken.None));

        await browser.Press("Tallenna", ("Channel", "Phone"), ("Forbidden", "DirectMarketing"));

        Assert.Equal([BanKind.DirectMarketing, BanKind.MarketResearch], (await Now(customer)).Bans.Where(b => b.Forbidden).Select(b => b.Kind));
    }

    [Fact]
    public async Task Consent_is_to_the_words_in_the_customers_own_language_and_taken_back_in_the_same_way()
    {
        var customer = await Given.Customer(language: Language.Sv);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        var purpose = await App.Stored(db => db.Purposes.SingleAsync(p => p.Code == "marketing"));
        await Open(browser, customer);
        Assert.Contains("Elektronisk direktmarknadsföring", browser.Text, StringComparison.Ordinal);

        await browser.Press("Tallenna", ("Channel", "Phone"), ("Consented", $"{purpose.Id.Value}"));
        Assert.True((await Now(customer)).Consents.Single(c => c.Purpose.Id == purpose.Id).Given);
        await Open(browser, customer);
        await browser.Press("Tallenna", ("Channel", "Counter"), ("Consented", null));

        Assert.False((await Now(customer)).Consents.Single(c => c.Purpose.Id == purpose.Id).Given);
        var decisions = await App.Stored(db => db.ConsentDecisions.OrderBy(d => d.At).ToListAsync());
        Assert.Equal([(true, Channel.Phone), (false, Channel.Counter)], decisions.Select(d => (d.Given, d.Channel)));
        Assert.All(decisions, d => Assert.Equal(purpose.TextHash(Language.Sv), d.TextHash));
    }

    [Fact]
    public async Task An_unknown_purpose_leaves_nothing_half_recorded()
    {
        var customer = await Given.Customer();

        var outcome = await App.Use((RecordChoices record) => record.Run(
            new(customer.Id, new Dictionary<BanKind, bool> { [BanKind.DirectMarketing] = true }, new Dictionary<PurposeId, bool> { [new(customer.Id.Value)] = true }, Language.Fi, Channel.Letter),
            Actor.System("test", "test"), CancellationToken.None));

        Assert.Equal(RecordChoicesRefusal.NotAskedFor, outcome.Refusal);
        Assert.Empty(await App.Stored(db => db.Bans.ToListAsync()));
    }

    [Fact]
    public async Task Of_choices_at_the_same_instant_the_later_said_holds()
    {
        var customer = await Given.Customer();

        foreach (var forbidden in (bool[])[true, false, true, false, true])
        {
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.DirectMarketing, forbidden, Channel.Phone), Actor.System("test", "test"), CancellationToken.None));
            Assert.Equal(forbidden, (await Now(customer)).Bans.Single(b => b.Kind == BanKind.DirectMarketing).Forbidden);
        }
    }

    [Fact]
    public async Task Two_at_once_who_say_the_same_add_one_ban()
    {
        var customer = await Given.Customer();

        var changed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => App.Use((SetBan ban) =>
            ban.Run(new(customer.Id, BanKind.DirectMarketing, Forbidden: true, Channel.Phone), Actor.System("test", "test"), CancellationToken.None)))));

        Assert.Single(changed, c => c);
        Assert.Single(await App.Stored(db => db.Bans.ToListAsync()));
    }

    [Theory]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Administrator)]
    [Clause("N10")]
    public async Task Who_does_not_care_for_customers_records_nothing(StaffRole role)
    {
        var customer = await Given.Customer();
        var browser = await Given.SignedIn(role);

        await browser.Get($"/staff/customers/{customer.Id.Value}/choices");

        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    private static async Task Open(Browser browser, Customer customer)
    {
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        await browser.Follow("Kirjaa kielto tai suostumus");
    }

    private Task<Choices> Now(Customer customer) => App.Use((CurrentChoices choices) => choices.Run(customer.Id, CancellationToken.None));

    public sealed class OnSqlite() : RecordChoicesTests(Engine.Sqlite);

    public sealed class OnPostgres() : RecordChoicesTests(Engine.Postgres);
}

using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Consents;

public abstract class OwnChoicesTests(Engine engine) : AppTest(engine)
{
    private const string Marketing = "Sähköinen suoramarkkinointi";

    [Fact]
    [Clause("N11")]
    public async Task Consent_is_given_and_withdrawn_by_one_switch_and_history_is_kept()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);

        await Switch(browser, Marketing);
        Assert.True((await Now(customer)).Consents.Single(c => c.Purpose.Code == "marketing").Given);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await Switch(browser, Marketing);
        Assert.False((await Now(customer)).Consents.Single(c => c.Purpose.Code == "marketing").Given);

        var decisions = await App.Stored(db => db.ConsentDecisions.OrderBy(d => d.At).ToListAsync());
        Assert.Equal([true, false], decisions.Select(d => d.Given));
        Assert.All(decisions, d => Assert.Equal(Channel.Portal, d.Channel));
        var purpose = await App.Stored(db => db.Purposes.SingleAsync(p => p.Code == "marketing"));
        Assert.All(decisions, d => Assert.Equal(purpose.TextHash(Language.Fi), d.TextHash));
        Assert.Contains("Peruit suostumuksen", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Suostuit", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_of_the_words_that_were_shown_is_known_by_their_hash()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);
        browser.Languages = "sv";
        await Switch(browser, "Elektronisk direktmarknadsföring");

        var purpose = await App.Stored(db => db.Purposes.SingleAsync(p => p.Code == "marketing"));
        Assert.Equal(purpose.TextHash(Language.Sv), (await App.Stored(db => db.ConsentDecisions.SingleAsync())).TextHash);
    }

    [Fact]
    public async Task Saying_the_same_twice_adds_nothing()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);
        using var otherTab = await App.Entered(customer);
        await browser.Get("/my/consents");
        await otherTab.Get("/my/consents");

        foreach (var tab in new[] { browser, otherTab })
        {
            await tab.Press(ButtonOf(tab, "Kiellän suoramarkkinoinnin"));
            await tab.Get("/my/consents");
        }

        Assert.Single(await App.Stored(db => db.Bans.ToListAsync()));
    }

    [Fact]
    [Clause("N33")]
    public async Task A_ban_holds_at_once_and_each_kind_by_itself()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);

        var switches = new[]
        {
            (BanKind.DirectMarketing, "Kiellän suoramarkkinoinnin"), (BanKind.DistanceSelling, "Kiellän etämyynnin"),
            (BanKind.MarketResearch, "Kiellän markkinatutkimukset"), (BanKind.OpinionPolls, "Kiellän mielipidetutkimukset"),
        };
        var forbidden = new HashSet<BanKind>();
        foreach (var (kind, label) in switches)
        {
            await Switch(browser, label);
            forbidden.Add(kind);
            Assert.Equal(forbidden, (await Now(customer)).Bans.Where(b => b.Forbidden).Select(b => b.Kind).ToHashSet());
        }

        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync()),
            e => e is { Action: AuditAction.BanSet, ActorKind: ActorKind.Customer } && e.CustomerId == customer.Id);
    }

    [Theory]
    [InlineData(BanKind.PublicationInLists, "Kiellän julkaisemisen luetteloissa")]
    [InlineData(BanKind.DisclosureForMarketing, "Kiellän luovuttamisen markkinointiin")]
    [Clause("N42")]
    public async Task Publication_and_disclosure_are_forbidden_and_allowed_again(BanKind kind, string label)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);

        await Switch(browser, label);
        Assert.True((await Now(customer)).Bans.Single(b => b.Kind == kind).Forbidden);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await Switch(browser, label);
        Assert.False((await Now(customer)).Bans.Single(b => b.Kind == kind).Forbidden);
        Assert.Equal(2, await App.Stored(db => db.Bans.CountAsync()));
    }

    [Fact]
    public async Task Words_that_were_not_shown_are_not_consented_to_but_withdrawing_always_works()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var purpose = await App.Stored(db => db.Purposes.SingleAsync(p => p.Code == "marketing"));
        var actor = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");

        var other = await Decide(true, Sha256.Hex("something else"));
        Assert.Equal(ConsentRefusal.TextChanged, other.Refusal);
        Assert.True((await Decide(true, purpose.TextHash(Language.En))).Value);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await Decide(false, null)).Value);
        var decisions = await App.Stored(db => db.ConsentDecisions.ToListAsync());
        Assert.Equal(2, decisions.Count);
        Assert.All(decisions, d => Assert.Equal(purpose.TextHash(Language.En), d.TextHash));

        Task<Outcome<bool, ConsentRefusal>> Decide(bool given, string? hash) =>
            App.Use((DecideConsent decide) => decide.Run(new(customer.Id, purpose.Id, given, hash, Channel.Portal), actor, CancellationToken.None));
    }

    [Fact]
    public async Task What_does_not_rest_on_consent_cannot_be_consented_to()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);
        await browser.Get("/my/consents");
        Assert.DoesNotContain("Kirjanpito", browser.Text, StringComparison.Ordinal);

        var accounting = await App.Stored(db => db.Purposes.SingleAsync(p => p.Code == "accounting"));
        var outcome = await App.Use((DecideConsent decide) => decide.Run(
            new(customer.Id, accounting.Id, true, accounting.TextHash(Language.Fi), Channel.Portal), Actor.System("test", "test"), CancellationToken.None));
        Assert.Equal(ConsentRefusal.NotAskedFor, outcome.Refusal);
    }

    [Fact]
    public async Task One_customers_choices_are_nobody_elses()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var other = await Given.Customer("Eino", "Laine", "eino@example.fi");
        using var browser = await App.Entered(customer);
        await Switch(browser, "Kiellän suoramarkkinoinnin");
        Assert.DoesNotContain((await Now(other)).Bans, b => b.Forbidden);
    }

    private Task<Choices> Now(Customer customer) => App.Use((CurrentChoices choices) => choices.Run(customer.Id, CancellationToken.None));

    private static async Task Switch(Browser browser, string label)
    {
        await browser.Get("/my/consents");
        await browser.Press(ButtonOf(browser, label));
        Assert.Equal("/my/consents", browser.Address);
    }

    private static string ButtonOf(Browser browser, string label) =>
        string.Join(' ', browser.Page.QuerySelectorAll("button[role=switch]").Single(b => b.TextContent.Contains(label, StringComparison.Ordinal))
            .TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public sealed class OnSqlite() : OwnChoicesTests(Engine.Sqlite);

    public sealed class OnPostgres() : OwnChoicesTests(Engine.Postgres);
}

using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Bans may be asked for without signing in and by letter; they are in force as soon as it is known that they are the person's, and nobody decides about them (GDPR Art. 21(2) and (3)).</summary>
public abstract class AskedBansTests(Engine engine) : AskedBansTest(engine)
{
    [Theory]
    [Clause("N7")]
    [Clause("N33")]
    [InlineData(Language.Fi, "Olemme kirjanneet nämä kieltosi, ja ne ovat voimassa:\n– Suoramarkkinointi\n– Luovuttaminen markkinointiin")]
    [InlineData(Language.Sv, "Vi har registrerat dessa förbud, och de gäller:\n– Direktmarknadsföring\n– Utlämnande för marknadsföring")]
    [InlineData(Language.En, "We have recorded these bans, and they are in force:\n– Direct marketing\n– Disclosure for marketing")]
    public async Task Bans_that_a_customer_asks_for_without_signing_in_hold_from_the_match_on_and_are_the_answer(Language language, string told)
    {
        var customer = await Given.Customer(email: "aino@example.fi", language: language);
        var id = await Asked("aino@example.fi", "Aino Virtanen", language, "direct-marketing", "disclosure-for-marketing");
        Assert.Empty(await App.Stored(db => db.Bans.ToListAsync()));

        await Match(id, customer);

        Assert.Equal([(BanKind.DirectMarketing, true, Channel.Email), (BanKind.DisclosureForMarketing, true, Channel.Email)], await Bans(customer));
        Assert.Empty(await App.Stored(db => db.Restrictions.ToListAsync()));
        Assert.Empty(await App.Stored(db => db.Objections.ToListAsync()));
        var request = await App.Stored(id);
        Assert.Equal((RequestState.Granted, RequestDecision.Grant), (request.State, request.Decision!.Value));
        Assert.Contains(told, (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Paragraphs);
        Assert.Equal(SignatureState.Unaltered, await App.Use(async (SignatureCheck check) => (await check.Run(request, default))?.State));
        Assert.Contains(AuditAction.BanSet, await App.Logged(customer.Id));
    }

    [Fact]
    [Clause("N33")]
    public async Task Whoever_asks_from_an_address_that_is_not_on_record_forbids_nothing_in_anothers_name_and_gets_ban_and_answer_when_they_are_known()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("joku@example.fi", "Aino Virtanen", Language.Fi, "market-research");

        await Match(id, customer);

        Assert.Empty(await Bans(customer));
        Assert.True((await App.Stored(id)).IsOpen);
        Assert.Empty(await App.Stored(db => db.RequestLetters.ToListAsync()));
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Kielletty käyttöMarkkinatutkimukset", desk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Vastustettu käyttö", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Ne kirjataan, kun henkilöllisyys on varmistettu.", desk.Text, StringComparison.Ordinal);
        Assert.NotNull(desk.Page.QuerySelector($"main a[href='/staff/customers/{customer.Id.Value}/choices']"));
        await desk.Press("Tämä ei ole hänen pyyntönsä");
        await Match(id, customer);
        await desk.Get($"/staff/requests/{id.Value}");
        await desk.Press("Kirjaa varmistetuksi", ("Method", "KnownInPerson"));

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
        Assert.Contains("\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(await App.Stored(db => db.OutgoingEmails.Where(m => m.RequestId == id).Select(m => m.Body).ToListAsync()), body => body!.Contains("Markkinatutkimukset", StringComparison.Ordinal));
    }

    [Fact]
    [Clause("N33")]
    public async Task A_ban_with_words_beside_it_holds_at_once_but_whoever_decides_reads_the_words_before_it_is_answered()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, ["market-research"], "Älkää myöskään soittako minulle.");

        await Match(id, customer);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.True((await App.Stored(id)).IsOpen);
        Assert.Empty(await App.Stored(db => db.RequestLetters.ToListAsync()));
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Pyynnön kiellot on jo kirjattu", desk.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/request", "Valitse se pyynnöksi tai poista nämä valinnat.")]
    [InlineData("/staff/requests/new", "Kirjaa ne omana pyyntönään tai poista valinnat.")]
    public async Task A_ban_that_is_chosen_beside_another_request_is_not_dropped_without_a_word(string page, string told)
    {
        using var browser = page == "/request" ? App.Browser() : await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get(page);

        await browser.Submit("main form", ("Input.Type", "Access"), ("Input.Forbidden", (await Coded("market-research")).Value.ToString()));

        Assert.Contains(browser.Errors, e => e.Contains(told, StringComparison.Ordinal));
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
    }

    [Fact]
    [Clause("N7")]
    [Clause("N32")]
    [Clause("N33")]
    public async Task A_letter_that_forbids_is_entered_by_staff_and_holds_at_once()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        Assert.True(await Reached());
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/customers/{customer.Id.Value}/requests/new");

        await desk.Submit("main form", ("Input.Type", "Objection"), ("Input.Channel", "Letter"), ("Input.LetterIsArchived", "true"), ("Input.Forbidden", (await Coded("market-research")).Value.ToString()));

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Letter)], await Bans(customer));
        Assert.False(await Reached());
        Assert.Empty(await App.Stored(db => db.Restrictions.ToListAsync()));
        Assert.Contains("Kielletty käyttöMarkkinatutkimukset", desk.Text, StringComparison.Ordinal);
        var request = await App.Stored(db => db.Requests.SingleAsync());
        Assert.Equal(RequestDecision.Grant, request.Decision);
        using var json = await Evidence(request.Id);
        foreach (var part in new[] { "objectsTo", "usesEnded" })
            Assert.Equal("Markkinatutkimukset", Assert.Single(json.RootElement.GetProperty(part).EnumerateArray()).GetString());
    }

    [Fact]
    [Clause("N33")]
    [Clause("N40")]
    public async Task Beside_a_use_that_is_weighed_a_ban_holds_meanwhile_and_after_a_refusal()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "statistics", "market-research");
        await Match(id, customer);
        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.True((await App.Stored(id)).IsOpen);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default))).Succeeded);

        Assert.True((await App.Decide(id, grant: false, "Tilastoissa ei näy ketään.")).Succeeded);

        Assert.Empty(await App.Stored(db => db.Objections.ToListAsync()));
        Assert.Contains("Olemme kirjanneet nämä kieltosi, ja ne ovat voimassa:\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Paragraphs);
        Assert.Equal([("market-research", true), ("statistics", false)], (await App.Stored(db =>
            db.ObjectedPurposes.Join(db.Purposes, o => o.PurposeId, p => p.Id, (o, p) => new { p.Code, o.Ends }).OrderBy(o => o.Code).ToListAsync())).Select(o => (o.Code, o.Ends!.Value)));
    }

    [Fact]
    [Clause("N33")]
    public async Task A_ban_holds_although_the_address_came_on_record_only_after_the_match()
    {
        var customer = await Given.Customer(email: "vanha@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        await Match(id, customer);
        Assert.Empty(await Bans(customer));
        var version = await App.Stored(db => db.Customers.Where(c => c.Id == customer.Id).Select(c => c.Version).SingleAsync());
        Assert.True((await App.Use((ChangeCustomer change) => change.Run(
            new(customer.Id, version, "Aino", "Virtanen", null, EmailAddress.Parse("aino@example.fi"), null, [], [], null, null, SourceKind.DataSubject, null), Test, default))).Succeeded);

        await Confirm(id);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
    }

    [Fact]
    [Clause("N33")]
    public async Task From_an_address_that_two_people_share_nothing_is_forbidden_until_it_is_known_who_of_them_asks()
    {
        var (aino, eero) = (await Given.Customer("Aino", "Virtanen", "koti@example.fi"), await Given.Customer("Eero", "Virtanen", "koti@example.fi"));
        var id = await Asked("koti@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        await Match(id, eero);
        Assert.Empty(await Bans(eero));
        Assert.True((await App.Use((UnmatchRequest unmatch) => unmatch.Run(id, Test, default))).Succeeded);
        await Match(id, aino);

        await Confirm(id);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(aino));
        Assert.Empty(await Bans(eero));
    }

    [Theory]
    [Clause("N33")]
    [InlineData("aino@example.fi", true)]
    [InlineData("joku@example.fi", false)]
    public async Task Whoever_never_shows_who_they_are_is_told_of_the_bans_that_they_could_set_and_of_no_other(string email, bool told)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        if (!told)
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, true, Channel.Portal), Test, default));
        var id = await Asked(email, "Aino Virtanen", Language.Fi, "statistics", "market-research");
        await Match(id, customer);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Test, default))).Succeeded);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((DecideRequest decide) => decide.Run(new(id, RequestDecision.Refuse, "Ei todistetta.") { Grounds = [DecisionGround.PersonNotIdentified] }, officer.AsActor("requests"), default))).Succeeded);

        Assert.Equal(told, (await App.Stored(db => db.RequestLetters.Where(l => l.RequestId == id).ToListAsync())).Exists(l => l.Body.Contains("\n– Markkinatutkimukset", StringComparison.Ordinal)));
        using var json = await Evidence(id);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("person").ValueKind);
        Assert.Equal(told ? ["Markkinatutkimukset"] : [], json.RootElement.GetProperty("usesEnded").EnumerateArray().Select(use => use.GetString()));
    }

    public sealed class OnSqlite() : AskedBansTests(Engine.Sqlite);

    public sealed class OnPostgres() : AskedBansTests(Engine.Postgres);
}

using System.IO.Compression;
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
public abstract class AskedBansTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Test = Actor.System("test", "arranging");

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
    public async Task What_the_person_has_allowed_again_since_the_match_stays_allowed_when_the_identity_is_established()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "statistics", "market-research");
        await Match(id, customer);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, false, Channel.Portal), Test, default));

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default))).Succeeded);

        Assert.True(await Reached());
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
    public async Task A_ban_that_comes_while_an_objection_to_all_is_open_holds_at_once()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var open = await App.RequestFrom(customer.Id, RequestType.Objection);

        var filed = (await App.Use(async (FileRequest file) => await file.Run(
            new(customer.Id, RequestType.Objection, Channel.Phone, App.Clock.Today(), Language.Fi, null, null) { Against = [await Coded("opinion-polls")] }, Test, default))).Value!;

        Assert.Equal((open, false, true), (filed.Id, filed.IsNew, filed.Added));
        Assert.Equal([(BanKind.OpinionPolls, true, Channel.Phone)], await Bans(customer));
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(open, IdentityMethod.KnownInPerson), Test, default))).Succeeded);
        Assert.True((await App.Decide(open, grant: false, "Etumme painaa enemmän.")).Succeeded);
        Assert.Contains("Olemme kirjanneet nämä kieltosi, ja ne ovat voimassa:\n– Mielipidetutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == open))).Paragraphs);
    }

    [Theory]
    [Clause("N33")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ban_holds_and_is_answered_by_itself_though_another_objection_of_theirs_waits_to_be_weighed(bool namesUse)
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("joku@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        App.Clock.Advance(TimeSpan.FromDays(1));
        var open = await Object(customer, namesUse ? [await Coded("statistics")] : []);
        await Match(id, customer);

        await Confirm(id);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.Equal((RequestState.Granted, RequestDecision.Grant), ((await App.Stored(id)).State, (await App.Stored(id)).Decision!.Value));
        Assert.Equal((RequestState.InHand, null), ((await App.Stored(open)).State, (await App.Stored(open)).Decision));
        Assert.Empty(await App.Stored(db => db.Objections.ToListAsync()));
        Assert.Contains("\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N33")]
    public async Task A_ban_with_words_that_joins_an_open_objection_holds_and_its_words_are_read_there()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var open = await Object(customer, [await Coded("statistics")]);
        App.Clock.Advance(TimeSpan.FromDays(1));
        var id = await Asked("joku@example.fi", "Aino Virtanen", Language.Fi, ["market-research"], "Älkää myöskään soittako minulle.");
        await Match(id, customer);

        await Confirm(id);

        Assert.Equal((RequestState.Merged, open), ((await App.Stored(id)).State, (await App.Stored(id)).MergedInto!.Value));
        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.True((await App.Stored(open)).HasNewMessage);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{open.Value}");
        Assert.Contains("Älkää myöskään soittako minulle.", desk.Text, StringComparison.Ordinal);
        Assert.True((await App.Decide(open, grant: false, "Tilastoissa ei näy ketään.")).Succeeded);
        Assert.Contains("Olemme kirjanneet nämä kieltosi, ja ne ovat voimassa:\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == open))).Paragraphs);
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
    public async Task What_the_person_has_allowed_again_before_the_match_stays_allowed_and_is_told_so()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        foreach (var forbidden in (bool[])[true, false])
        {
            App.Clock.Advance(TimeSpan.FromDays(1));
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, forbidden, Channel.Portal), Test, default));
        }

        await Match(id, customer);

        Assert.True(await Reached());
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
        var letter = (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Paragraphs;
        Assert.Contains("Olet pyyntösi jälkeen sallinut nämä käytöt, joten ne eivät ole kiellettyjä:\n– Markkinatutkimukset", letter);
        Assert.DoesNotContain(letter, told => told.Contains("ne ovat voimassa", StringComparison.Ordinal));
        using var json = await Evidence(id);
        Assert.Empty(json.RootElement.GetProperty("usesEnded").EnumerateArray());
    }

    [Fact]
    [Clause("N33")]
    public async Task An_older_letter_that_joins_an_open_objection_takes_no_later_word_back()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var day = App.Clock.Today();
        App.Clock.Advance(TimeSpan.FromDays(3));
        var open = await Object(customer, [await Coded("statistics")]);
        foreach (var forbidden in (bool[])[true, false])
        {
            App.Clock.Advance(TimeSpan.FromHours(1));
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, forbidden, Channel.Portal), Test, default));
        }

        App.Clock.Advance(TimeSpan.FromDays(1));
        var filed = (await App.Use(async (FileRequest file) => await file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, day, Language.Fi, null, null) { Against = [await Coded("market-research")], LetterIsArchived = true }, Test, default))).Value!;

        Assert.Equal(open, filed.Id);
        Assert.True(await Reached());
    }

    [Theory]
    [Clause("N33")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_forbidden_the_use_already_is_answered_that_it_is_forbidden(bool since)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        if (!since)
            await Forbid();
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        if (since)
            await Forbid();

        await Match(id, customer);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Portal)], await Bans(customer));
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
        Assert.Contains("\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);

        async Task Forbid()
        {
            App.Clock.Advance(TimeSpan.FromSeconds(1));
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, true, Channel.Portal), Test, default));
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }
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

    private Task<RequestId> Asked(string email, string name, Language language, params string[] codes) => Asked(email, name, language, codes, "");

    private async Task<RequestId> Asked(string email, string name, Language language, string[] codes, string words)
    {
        using var browser = App.Browser();
        browser.Languages = language.Code();
        await browser.Get("/request");
        List<(string, string)> form = [("Input.Type", "Objection"), ("Input.Name", name), ("Input.Email", email), ("Input.Message", words), ("Input.Agreed", "true")];
        foreach (var code in codes)
            form.Add((code == "statistics" ? "Input.Against" : "Input.Forbidden", (await Coded(code)).Value.ToString()));
        await browser.Submit("main form", [.. form]);
        await browser.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/request/verify"));
        await browser.Submit("main form");
        return await App.Stored(db => db.Requests.Where(r => r.ApplicantName == name).Select(r => r.Id).SingleAsync());
    }

    private async Task Match(RequestId id, Customer customer)
    {
        var clerk = await Given.Staff(StaffRole.CustomerService);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, clerk.AsActor("requests"), default))).Succeeded);
    }

    private async Task Confirm(RequestId id)
    {
        var clerk = await Given.Staff(StaffRole.CustomerService);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), clerk.AsActor("requests"), default))).Succeeded);
    }

    /// <summary>An objection from the portal, in hand.</summary>
    private async Task<RequestId> Object(Customer customer, PurposeId[] against)
    {
        var id = (await App.Use((FileRequest file) => file.Run(new(customer.Id, RequestType.Objection, Channel.Portal, App.Clock.Today(), Language.Fi, "Syyni.", null) { Against = against }, Test, default))).Value!.Id;
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.PortalSignIn), Test, default))).Succeeded);
        return id;
    }

    private async Task<JsonDocument> Evidence(RequestId id)
    {
        var file = new MemoryStream();
        await App.Use((EvidenceFile evidence) => evidence.Write(id, file, Test, default));
        using var zip = new ZipArchive(file);
        return await JsonDocument.ParseAsync(await zip.Entries.Single(e => e.Name.EndsWith(".json", StringComparison.Ordinal)).OpenAsync());
    }

    private async Task<IEnumerable<(BanKind, bool, Channel)>> Bans(Customer customer) =>
        (await App.Stored(db => db.Bans.Where(b => b.CustomerId == customer.Id).OrderBy(b => b.Kind).ToListAsync())).Select(b => (b.Kind, b.Forbidden, b.Channel));

    private Task<bool> Reached() => App.Use((ReachableCustomers reachable) => reachable.For(BanKind.MarketResearch, ReachedBy.Email).AnyAsync());

    private Task<PurposeId> Coded(string code) => App.Stored(db => db.Purposes.Where(p => p.Code == code).Select(p => p.Id).SingleAsync());

    public sealed class OnSqlite() : AskedBansTests(Engine.Sqlite);

    public sealed class OnPostgres() : AskedBansTests(Engine.Postgres);
}

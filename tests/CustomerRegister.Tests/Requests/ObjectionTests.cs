using System.IO.Compression;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>An objection names the uses it is against; what is granted of it lasts until the person allows it again (GDPR Art. 21(1)).</summary>
public abstract class ObjectionTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Test = Actor.System("test", "arranging");

    [Fact]
    [Clause("N3")]
    [Clause("N40")]
    public async Task An_objection_to_one_use_is_filed_beside_it_ends_it_for_good_and_is_taken_back_by_the_customer_alone()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var portal = await App.Entered(customer);
        await portal.Get("/my/consents");
        await portal.Follow("Vastusta: Tilastot");
        Assert.Equal("Tilastot", Assert.Single(portal.Page.QuerySelectorAll("input[name='Input.Against'][checked]")).ParentElement!.TextContent.Trim());
        await portal.Submit("main form", ("Input.Message", "En halua tulla lasketuksi."), ("Input.Name", "Aino Virtanen"), ("Input.Agreed", "true"));
        Assert.Contains("Käyttö, jota vastustat Tilastot", portal.Text, StringComparison.Ordinal);
        var id = new RequestId(Guid.Parse(portal.Address[^36..]));
        Assert.Contains("Tietojasi ei käytetä tähän, ennen kuin asia on ratkaistu.", portal.Text, StringComparison.Ordinal);
        // Only what is named stops meanwhile.
        Assert.False(await App.Stored(db => db.PeopleToCount().AnyAsync()));
        Assert.Empty(await App.Stored(db => db.Restrictions.ToListAsync()));
        // What was signed includes what it is against.
        Assert.Equal(SignatureState.Unaltered, await Signature(id));
        await App.Use(async (RegisterContext db) => await db.ObjectedPurposes.Where(o => o.RequestId == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.IsSigned, false)));
        Assert.Equal(SignatureState.Altered, await Signature(id));
        await App.Use(async (RegisterContext db) => await db.ObjectedPurposes.Where(o => o.RequestId == id).ExecuteUpdateAsync(set => set.SetProperty(o => o.IsSigned, true)));

        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Vastustettu käyttöTilastot", desk.Text, StringComparison.Ordinal);
        await desk.Press("Kirjaa varmistetuksi", ("Method", "PortalSignIn"));
        await desk.Follow("Ratkaise pyyntö");
        // There is no part of one use.
        Assert.Equal(["Grant", "Refuse"], desk.Page.QuerySelectorAll("input[name=Decision]").Select(choice => choice.GetAttribute("value")));
        await desk.Submit("main form", ("Decision", "Grant"), ("Reasons", "Emme enää laske sinua."));
        Assert.Contains("Päättyvä käyttö Tilastot", desk.Text, StringComparison.Ordinal);
        var letter = await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id));
        Assert.Contains("Emme enää käytä tietojasi näihin tarkoituksiin:\n– Tilastot", letter.Paragraphs);

        await portal.Get("/my/consents");
        Assert.Contains("Emme käytä tietojasi tähän (22.11.2026 alkaen)", portal.Text, StringComparison.Ordinal);
        Assert.Contains("Vastusta: Toiminnan kehittäminen", portal.Text, StringComparison.Ordinal);
        await desk.Get($"/staff/customers/{customer.Id.Value}/choices");
        Assert.Contains("Tilastot: 22.11.2026 alkaen", desk.Text, StringComparison.Ordinal);
        var objection = await App.Stored(db => db.Objections.SingleAsync());
        var stranger = await Given.Customer("Matti", "Naapuri", "matti@example.fi");
        Assert.False(await App.Use((EndObjection end) => end.Run(stranger.Id, objection.Id, Test, default)));

        await portal.Press("Salli taas: Tilastot");
        Assert.Contains("Käyttö on taas sallittu.", portal.Text, StringComparison.Ordinal);
        Assert.NotNull((await App.Stored(db => db.Objections.SingleAsync())).EndedAt);
        Assert.Equal([AuditAction.ObjectionUpheld, AuditAction.ObjectionEnded], (await App.Logged(customer.Id)).Where(a => a.StartsWith("objection.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_general_objection_is_granted_in_part_by_saying_which_uses_end_also_by_two_people()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/decision");
        Assert.Contains("Kaikki oikeutettuun etuun perustuva käyttö", desk.Text, StringComparison.Ordinal);
        await desk.Submit("main form", ("Decision", "GrantPartly"), ("Grounds", "CompellingGrounds"), ("Reasons", "Kehittämiseen on painava syy."));
        Assert.Equal("Valitse ne käytöt, jotka päättyvät. Jos kaikki päättyvät, hyväksy pyyntö kokonaan; jos mikään ei pääty, hylkää se.", Assert.Single(desk.Errors));
        var statistics = await App.Stored(db => db.Purposes.Where(p => p.Code == "statistics").Select(p => p.Id).SingleAsync());
        await desk.Submit("main form", ("Purposes", statistics.Value.ToString()));
        Assert.Contains("Päättyvä käyttö Tilastot", desk.Text, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.Objections.ToListAsync()));

        var second = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((DecideRequest decide) => decide.Confirm(id, new(ActorKind.Staff, second.Id, "PrivacyOfficer", "requests"), default))).Succeeded);

        Assert.Equal((statistics, null), await App.Stored(db => db.Objections.Select(o => new ValueTuple<PurposeId?, DateTime?>(o.PurposeId, o.EndedAt)).SingleAsync()));
        Assert.Equal((false, true), await App.Stored(db => db.ObjectedPurposes.Select(o => new ValueTuple<bool, bool?>(o.Named, o.Ends)).SingleAsync()));
    }

    [Fact]
    public async Task What_does_not_rest_on_a_legitimate_interest_is_not_objected_to()
    {
        var customer = await Given.Customer();
        var orders = await App.Stored(db => db.Purposes.SingleAsync(p => p.Code == "orders"));

        var outcome = await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Fi, "Vastustan.", null) { Against = [orders.Id], LetterIsArchived = true }, Test, default));

        Assert.Equal(FileRefusal.NotObjectionable, outcome.Refusal);
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
    }

    [Fact]
    public async Task Of_two_objections_of_one_person_the_wider_holds()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var purposes = await App.Stored(db => db.Purposes.ToDictionaryAsync(p => p.Code, p => p.Id));
        var named = await App.RequestFromVisitor("aino@example.fi", RequestType.Objection, against: "statistics");
        var other = await App.RequestFromVisitor("aino@example.fi", RequestType.Objection, against: "development");
        await Together(named, other);
        Assert.Equal([purposes["development"], purposes["statistics"]], (await Of(named)).OrderBy(p => p == purposes["statistics"]));

        var general = await App.RequestFromVisitor("aino@example.fi", RequestType.Objection);
        await Together(named, general);
        Assert.Empty(await Of(named));

        async Task Together(params RequestId[] requests)
        {
            foreach (var id in requests)
            {
                await App.Use((MatchRequest match) => match.Run(id, customer.Number, Test, default));
                await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default));
            }
        }

        Task<List<PurposeId>> Of(RequestId id) => App.Stored(db => db.ObjectedPurposes.Where(o => o.RequestId == id && o.Named).Select(o => o.PurposeId).ToListAsync());
    }

    [Fact]
    public async Task A_visitor_says_what_they_object_to_and_it_is_part_of_what_they_sign()
    {
        using var browser = App.Browser();
        await browser.Get("/request");
        var statistics = await App.Stored(db => db.Purposes.Where(p => p.Code == "statistics").Select(p => p.Id).SingleAsync());
        await browser.Submit("main form", ("Input.Type", "Objection"), ("Input.Against", statistics.Value.ToString()), ("Input.Name", "Tuula Tuntematon"), ("Input.Email", "tuula@example.fi"), ("Input.Agreed", "true"));
        await browser.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo("tuula@example.fi")), "/request/verify"));
        await browser.Submit("main form");

        var id = await App.Stored(db => db.Requests.Select(r => r.Id).SingleAsync());
        Assert.Equal([statistics], await App.Stored(db => db.ObjectedPurposes.Where(o => o.Named).Select(o => o.PurposeId).ToListAsync()));
        Assert.Equal(SignatureState.Unaltered, await Signature(id));
    }

    [Fact]
    [Clause("N32")]
    public async Task What_a_visitor_named_never_becomes_everything_when_it_can_no_longer_be_objected_to()
    {
        var purposes = await App.Stored(db => db.Purposes.AsNoTracking().ToDictionaryAsync(p => p.Code));
        using var browser = App.Browser();
        await browser.Get("/request");
        await Rests("statistics", LegalBasis.Contract);
        await browser.Submit("main form", ("Input.Type", "Objection"), ("Input.Against", purposes["statistics"].Id.Value.ToString()), ("Input.Name", "Tuula Tuntematon"), ("Input.Email", "tuula@example.fi"),
            ("Input.Message", "En halua."), ("Input.Agreed", "true"));
        Assert.Equal("Valittua käyttöä ei voi enää vastustaa. Tarkista valinnat.", Assert.Single(browser.Errors));
        Assert.Contains("En halua.", browser.Page.QuerySelector("textarea[name='Input.Message']")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.VisitorRequests.ToListAsync()));

        await browser.Submit("main form", ("Input.Against", purposes["development"].Id.Value.ToString()));
        await Rests("development", LegalBasis.Contract);
        await browser.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo("tuula@example.fi")), "/request/verify"));
        await browser.Submit("main form");

        var id = await App.Stored(db => db.Requests.Select(r => r.Id).SingleAsync());
        Assert.Equal([purposes["development"].Id], await App.Stored(db => db.ObjectedPurposes.Where(o => o.Named).Select(o => o.PurposeId).ToListAsync()));
        Assert.Equal(SignatureState.Unaltered, await Signature(id));

        async Task Rests(string code, LegalBasis basis) =>
            Assert.True((await App.Use((EditPurpose edit) => edit.Run(new(purposes[code].Id, purposes[code].Version, null, basis, purposes[code].Name, purposes[code].Description), Test, default))).Succeeded);
    }

    [Theory]
    [Clause("N3")]
    [Clause("N41")]
    [InlineData(Language.Fi, "Emme enää käytä tietojasi mihinkään tarkoitukseen, joka perustuu oikeutettuun etuumme.")]
    [InlineData(Language.Sv, "Vi använder inte längre dina uppgifter för något ändamål som grundar sig på vårt berättigade intresse.")]
    [InlineData(Language.En, "We no longer use your data for any purpose that is based on our legitimate interest.")]
    public async Task What_a_general_objection_covers_is_said_in_the_portal_the_letter_and_the_evidence_file(Language language, string letter)
    {
        var customer = await Given.Customer(email: "aino@example.fi", language: language);
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection, language);
        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("Käyttö, jota vastustat Kaikki käyttö, joka perustuu oikeutettuun etuumme", portal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Käyttö, joka loppui", portal.Text, StringComparison.Ordinal);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/decision");
        await desk.Submit("main form", ("Decision", "Grant"), ("Reasons", "Emme enää käytä."));

        Assert.Contains("Päättyvä käyttö Kaikki oikeutettuun etuun perustuva käyttö", desk.Text, StringComparison.Ordinal);
        Assert.Contains(letter, (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Paragraphs);
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("Käyttö, joka loppui Kaikki käyttö, joka perustuu oikeutettuun etuumme", portal.Text, StringComparison.Ordinal);
        await desk.Press("Lataa selvitys valvontaviranomaiselle");
        using var zip = new ZipArchive(new MemoryStream(desk.Content));
        using var json = await JsonDocument.ParseAsync(zip.Entries.Single(e => e.Name.EndsWith(".json", StringComparison.Ordinal)).Open());
        foreach (var part in new[] { "objectsTo", "usesEnded" })
            Assert.Equal("Kaikki käyttö, joka perustuu oikeutettuun etuun", Assert.Single(json.RootElement.GetProperty(part).EnumerateArray()).GetString());
    }

    [Fact]
    [Clause("N39")]
    [Clause("N40")]
    public async Task The_restriction_of_an_objection_to_all_outlives_the_decision_and_the_desk_is_led_to_lift_it()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = (await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Fi, "Vastustan.", null) { LetterIsArchived = true }, Test, default))).Value!.Id;
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default))).Succeeded);
        Assert.True((await App.Decide(id, grant: false, "Kehittämiseen on painava syy.")).Succeeded);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await desk.Get($"/staff/requests/{id.Value}");

        Assert.Contains("Pyynnön vuoksi asetettu käsittelyn rajoitus on edelleen voimassa.", desk.Text, StringComparison.Ordinal);
        await desk.Follow("Siirry rajoituksiin");
        Assert.Equal($"/staff/customers/{customer.Id.Value}/restrictions", desk.Address);
    }

    private Task<SignatureState?> Signature(RequestId id) => App.Use(async (SignatureCheck check) => (await check.Run(await App.Stored(id), default))?.State);

    public sealed class OnSqlite() : ObjectionTests(Engine.Sqlite);

    public sealed class OnPostgres() : ObjectionTests(Engine.Postgres);
}

using System.IO.Compression;
using System.Net;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Grounds, letters, four eyes, the morning's digest and the evidence file.</summary>
public abstract class DecisionTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N38")]
    [Clause("N41")]
    public async Task A_refusal_has_its_grounds_is_previewed_and_its_letter_is_kept_and_printed_in_the_persons_language()
    {
        var customer = await Given.Customer("Åsa", "Öhman", "asa@example.fi", Language.Sv);
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure, Language.Sv);
        var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get($"/staff/requests/{id.Value}/decision");

        await browser.Press("Esikatsele kirje", ("Decision", "Refuse"), ("Reasons", "Fakturan är obetald."), ("Grounds", "LegalObligation"));
        Assert.Contains("Beslut: din begäran har avslagits.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("lagen förpliktar oss att bevara uppgifterna (dataskyddsförordningen artikel 17.3 b)", browser.Text, StringComparison.Ordinal);
        Assert.Contains("tietosuoja@om.fi", browser.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
        Assert.NotNull(browser.Page.QuerySelector("input[value=LegalObligation][checked]"));
        await browser.Submit("main form");

        var stored = await App.Stored(id);
        Assert.Equal(RequestState.Refused, stored.State);
        Assert.Equal([DecisionGround.LegalObligation], stored.Grounds);
        Assert.Contains("laki velvoittaa meidät säilyttämään tiedot", browser.Text, StringComparison.Ordinal);
        await browser.Follow("Avaa kirje tulostettavaksi");
        Assert.Equal("sv", browser.Page.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Åsa Öhman", browser.Page.QuerySelector("address")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Fakturan är obetald.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("domstol", browser.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var portal = await App.Entered(customer);
        portal.Languages = "sv";
        await portal.Get($"/my/requests/{id.Value}/answer");
        Assert.Contains("lagen förpliktar oss", portal.Text, StringComparison.Ordinal);

        var other = await App.EstablishedRequestFrom(customer.Id, RequestType.Access);
        var outcome = await App.Use(async (DecideRequest decide) => await decide.Run(
            new(other, RequestDecision.Refuse, "Ei.") { Grounds = [DecisionGround.LegalObligation] }, (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests"), default));
        Assert.Equal(DecideRequestRefusal.NotSuchGround, outcome.Refusal);
    }

    [Fact]
    [Clause("N31")]
    public async Task What_is_withheld_waits_with_the_decision_for_the_second_person()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        var (first, second) = ((await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests"), (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests"));
        RefusedPart[] parts = [new(DataCategory.Notes, DecisionGround.RightsOfOthers)];
        var partly = new DecideRequestCommand(id, RequestDecision.GrantPartly, "Toisen henkilön tietoja.") { Parts = parts };
        await App.Use((DecideRequest decide) => decide.Run(partly, first, default));
        Assert.Equal(parts, (await App.Stored(id)).Proposal!.Parts);
        Assert.Empty((await App.Stored(id)).Parts);
        await App.Use((DecideRequest decide) => decide.Return(id, second, default));
        Assert.Null((await App.Stored(id)).ProposedParts);

        await App.Use((DecideRequest decide) => decide.Run(partly, first, default));
        Assert.True((await App.Use((DecideRequest decide) => decide.Confirm(id, second, default))).Succeeded);

        var decided = await App.Stored(id);
        Assert.Equal(parts, decided.Parts);
        Assert.Equal((null, RequestDecision.GrantPartly), (decided.ProposedParts, decided.Decision!.Value));
    }

    [Fact]
    [Clause("N31")]
    public async Task With_four_eyes_a_decision_counts_only_when_a_second_person_confirms_it()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        var first = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await first.Get($"/staff/requests/{id.Value}/decision");
        await first.Submit("main form", ("Decision", "Refuse"), ("Grounds", "LegalClaims"), ("Reasons", "Lasku on avoinna."));

        Assert.Contains("odottaa toisen henkilön vahvistusta", first.Text, StringComparison.Ordinal);
        Assert.Empty(first.Page.QuerySelectorAll("form[action*='Confirm']"));
        var proposed = await App.Stored(id);
        Assert.Equal((RequestState.InHand, null, RequestDecision.Refuse), (proposed.State, proposed.Decision, proposed.ProposedDecision!.Value));
        Assert.Empty(await App.MailsTo("pirkko@example.fi"));
        var portal = await App.Entered(customer);
        Assert.DoesNotContain("Lasku on avoinna.", (await portal.Get($"/my/requests/{id.Value}")).Text, StringComparison.Ordinal);
        var actor = (await App.Stored(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == proposed.ProposedBy))).AsActor("requests");
        Assert.Equal(DecideRequestRefusal.SamePerson, (await App.Use((DecideRequest decide) => decide.Confirm(id, actor, default))).Refusal);
        Assert.Equal(DecideRequestRefusal.AwaitsConfirmation, (await App.Decide(id, grant: true)).Refusal);

        var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await second.Get($"/staff/requests/{id.Value}");
        await second.Press("Palauta valmisteluun");
        Assert.Null((await App.Stored(id)).ProposedBy);
        Assert.True((await App.Decide(id, grant: false, "Lasku on avoinna.")).Succeeded);
        await second.Get($"/staff/requests/{id.Value}");
        await second.Press("Vahvista päätös");

        Assert.Equal(RequestState.Refused, (await App.Stored(id)).State);
        Assert.Contains(await App.MailsTo("pirkko@example.fi"), m => m.Subject!.Contains("pyyntöösi on vastattu", StringComparison.Ordinal));
        Assert.Empty(new[] { AuditAction.DecisionProposed, AuditAction.DecisionReturned, AuditAction.RequestRefused }.Except(await App.Logged(customer.Id)));
    }

    [Fact]
    public async Task Each_morning_the_privacy_officers_get_numbers_and_a_link_and_nobody_gets_nothing_to_do()
    {
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await Given.Staff(StaffRole.CustomerService);
        Assert.Equal(0, await App.Use((SendRequestDigest send) => send.Run(default)));
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var today = App.Clock.Today();
        await App.RequestFrom(customer.Id, receivedOn: today.AddDays(-60));
        await App.RequestFrom(customer.Id, RequestType.Erasure, today.AddDays(-28));
        await App.RequestFrom(customer.Id, RequestType.Objection, today);

        Assert.Equal(1, await App.Use((SendRequestDigest send) => send.Run(default)));

        var mail = Assert.Single(await App.MailsTo(officer.Email!));
        Assert.Equal("Tietosuojapyynnöt: myöhässä 1, pian määräaika 1", mail.Subject);
        Assert.Contains("Ilman käsittelijää: 3", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Koskitalo", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_morning_mail_is_in_the_language_of_the_house()
    {
        App.Settings["Register:StaffLanguage"] = "Sv";
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await App.RequestFrom((await Given.Customer()).Id, receivedOn: App.Clock.Today().AddDays(-60));

        Assert.Equal(1, await App.Use((SendRequestDigest send) => send.Run(default)));

        var mail = Assert.Single(await App.MailsTo(officer.Email!));
        Assert.Equal("Dataskyddsbegäranden: försenade 1, tidsfrist snart 0", mail.Subject);
        Assert.Contains("Utan handläggare: 1", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N41")]
    public async Task The_evidence_file_tells_one_request_or_a_year_and_masks_others()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var clerk = await Given.Staff(StaffRole.CustomerService);
        await App.Use(async (Data.RegisterContext db) =>
        {
            var today = App.Clock.Today();
            var organisation = Organisation.Register(Data.EntityKey.New<OrganisationId>(App.Clock), 4711, "Kahvila Oy", null, null);
            var pirkko = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id);
            var other = Customer.Register(Data.EntityKey.New<CustomerId>(App.Clock), 4712, "Olli", "Toverinen", Language.Fi, today, new(SourceKind.DataSubject, null, today));
            db.AddRange(organisation, other);
            pirkko.Represent(ContactRole.Of(pirkko.Id, organisation, null, today, new(SourceKind.DataSubject, null, today), App.Clock));
            other.Represent(ContactRole.Of(other.Id, organisation, null, today, new(SourceKind.DataSubject, null, today), App.Clock));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        Assert.True((await App.Use((AddToRequest add) => add.Run(
            new(id, customer.Id, "Soittakaa naapurille 040 123 4567 tai matti@example.fi, minulle pirkko@example.fi. Olli Toveriselle ja Toverisen väelle ei. " + clerk.FullName + " tietää. Terveisin Pirkko Koskitalo", []), Actor.System("test", "arranging"), default))).Succeeded);
        Assert.True((await App.Decide(id, grant: false, "Käsittelyyn on tärkeä syy.")).Succeeded);
        for (var i = 0; i < 60; i++)
            await App.RequestFrom(customer.Id, RequestType.Access);
        var number = (await App.Stored(id)).Number;
        var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Press("Lataa selvitys valvontaviranomaiselle");

        using (var zip = new ZipArchive(new MemoryStream(browser.Content)))
        {
            Assert.Equal([$"request-{number}.html", $"request-{number}.json"], zip.Entries.Select(e => e.Name));
            var text = new StreamReader(zip.Entries[0].Open()).ReadToEnd() + new StreamReader(zip.Entries[1].Open()).ReadToEnd();
            foreach (var told in (string[])["Pirkko Koskitalo", "pirkko@example.fi", "Käsittelyyn on tärkeä syy.", "Päätös tietosuojapyyntöön", "request.refused", "henkilöllisyys varmistettiin"])
                Assert.Contains(told, text, StringComparison.Ordinal);
            foreach (var hidden in (string[])["matti@example.fi", "040 123 4567", "Toveri", clerk.FullName])
                Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
            Assert.Equal("refuse", JsonDocument.Parse(zip.Entries[1].Open()).RootElement.GetProperty("decision").GetString());
        }

        await browser.Get("/staff/requests/evidence");
        await browser.Submit("main form", ("Year", "2026"));
        using (var year = new ZipArchive(new MemoryStream(browser.Content)))
            Assert.Equal(2 * 61, year.Entries.Count);
        Assert.Contains(AuditAction.EvidenceFileMade, await App.Logged(customer.Id));

        var service = await Given.SignedIn(StaffRole.CustomerService);
        await service.Get("/staff/requests/evidence");
        Assert.Equal(HttpStatusCode.Forbidden, service.Status);
        await service.Get($"/staff/requests/{id.Value}");
        Assert.DoesNotContain("Lataa selvitys valvontaviranomaiselle", service.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mäki", "Mäkinen", "Mäkinen soitti, Mäkisen puolesta vastasi Mäki.", "Mäkinen soitti, Mäkisen puolesta vastasi X.")]
    [InlineData("Laine", "Laine", "Laineelle kerrottiin.", "Laineelle kerrottiin.")]
    [InlineData("Virtala", "Virta", "Virta ja Virtala tapasivat.", "Virta ja X tapasivat.")]
    public void Ones_own_name_is_not_masked_beside_one_that_it_begins_with(string clerk, string customer, string text, string masked) =>
        Assert.Equal(masked, OtherPeople.Sought([$"Aino {clerk}"], OtherPeople.OwnNames("Pirkko", customer))?.Replace(text, "X") ?? text);

    public sealed class OnSqlite() : DecisionTests(Engine.Sqlite);

    public sealed class OnPostgres() : DecisionTests(Engine.Postgres);
}

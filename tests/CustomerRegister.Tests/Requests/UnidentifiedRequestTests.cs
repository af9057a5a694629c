using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Whoever never shows who they are is refused on that ground, and on no other (GDPR Art. 11(2), 12(2)).</summary>
public abstract class UnidentifiedRequestTests(Engine engine) : AppTest(engine)
{
    private const string Why = "Pyysimme todistetta henkilöllisyydestäsi 22.11.2026. Sitä ei tullut.";
    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    [Clause("N32")]
    public async Task A_visitor_who_never_proves_who_they_are_is_refused_and_reads_why_and_where_to_complain()
    {
        var id = await Asked(await App.RequestFromVisitor("tuula@example.fi", RequestType.Erasure));
        App.Clock.Advance(TimeSpan.FromDays(40));
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{id.Value}");
        await officer.Follow("Hylkää, koska henkilöllisyyttä ei saatu varmistettua");

        await officer.Submit("main form", ("Reasons", " "));
        Assert.NotEmpty(officer.Errors);
        await officer.Press("Esikatsele kirje", ("Reasons", Why));
        Assert.Contains("11 artiklan 2 kohta", officer.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.WaitingForIdentity, (await App.Stored(id)).State);
        await officer.Press("Hylkää pyyntö", ("Reasons", Why));

        var stored = await App.Stored(id);
        Assert.Equal((RequestState.Refused, RequestDecision.Refuse, Why), (stored.State, stored.Decision!.Value, stored.DecisionReasons));
        Assert.Equal([DecisionGround.PersonNotIdentified], stored.Grounds);
        Assert.Null(stored.IdentityCheckedAt);
        Assert.All(stored.Pauses, pause => Assert.NotNull(pause.To));
        Assert.Contains("Pyyntö on hylätty.", officer.Text, StringComparison.Ordinal);
        await officer.Follow("Avaa kirje tulostettavaksi");
        Assert.Contains("Tuula Tuntematon", officer.Page.QuerySelector("address")!.TextContent, StringComparison.Ordinal);

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var mail = (await App.MailsTo("tuula@example.fi")).Single(m => m.Subject!.Contains("on vastattu", StringComparison.Ordinal));
        Assert.DoesNotContain("todistetta", mail.TextBody, StringComparison.Ordinal);
        using var visitor = App.Browser();
        await visitor.Get(new Uri(Postbox.LinkIn(mail, "/request/open")).PathAndQuery);
        await visitor.Press("Avaa pyyntö");
        foreach (var said in new[] { Why, "11 artiklan 2 kohta", "tietosuoja@om.fi" })
            Assert.Contains(said, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_asked_in_a_customers_name_is_refused_without_a_certificate_of_their_data()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked(await App.RequestFrom(customer.Id, RequestType.Rectification, message: "Nimi on väärin."));

        Assert.True((await Refuse(id, await Officer())).Succeeded);

        Assert.Equal(RequestState.Refused, (await App.Stored(id)).State);
        Assert.Empty(await App.Stored(db => db.RectificationCertificates.ToListAsync()));
        Assert.Single(await App.Stored(db => db.RequestLetters.ToListAsync()));
        Assert.Contains(AuditAction.RequestRefused, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task The_ground_stands_alone_and_only_while_the_identity_is_not_established()
    {
        var customer = await Given.Customer();
        var (received, established) = (await Asked(await App.RequestFrom(customer.Id)), await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure));
        var officer = await Officer();

        Assert.Equal(DecideRequestRefusal.IdentityNotEstablished, (await Refuse(received, officer, DecisionGround.Excessive)).Refusal);
        Assert.Equal(DecideRequestRefusal.IdentityNotEstablished, (await Refuse(received, officer, DecisionGround.PersonNotIdentified, DecisionGround.Excessive)).Refusal);
        Assert.Equal(DecideRequestRefusal.NotSuchGround, (await Refuse(established, officer)).Refusal);
        Assert.Equal(DecideRequestRefusal.ReasonsMissing, (await App.Use((DecideRequest decide) =>
            decide.Run(new(received, RequestDecision.Refuse, " ") { Grounds = [DecisionGround.PersonNotIdentified] }, officer.AsActor("requests"), default))).Refusal);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{established.Value}/unidentified");
        Assert.Equal($"/staff/requests/{established.Value}", desk.Address);
        await desk.Get($"/staff/requests/{established.Value}/decision");
        Assert.DoesNotContain("11 artiklan 2 kohta", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_refused_so_before_they_were_asked_for_proof()
    {
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var officer = await Officer();
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await desk.Get($"/staff/requests/{id.Value}/unidentified");
        Assert.Equal($"/staff/requests/{id.Value}", desk.Address);
        Assert.Empty(desk.Page.QuerySelectorAll("a[href$='/unidentified']"));
        Assert.Contains("Henkilöllisyyden varmistusta ei ole pyydetty.", desk.Text, StringComparison.Ordinal);
        Assert.Equal(DecideRequestRefusal.IdentityNotEstablished, (await Refuse(id, officer)).Refusal);
        Assert.Equal((RequestState.Received, (Guid?)null), ((await App.Stored(id)).State, (await App.Stored(id)).ProposedBy));

        await desk.Press("Pyydä varmistamaan henkilöllisyys");
        Assert.DoesNotContain("Henkilöllisyyden varmistusta ei ole pyydetty.", desk.Text, StringComparison.Ordinal);
        await desk.Follow("Hylkää, koska henkilöllisyyttä ei saatu varmistettua");
        Assert.True((await Refuse(id, officer)).Succeeded);
    }

    [Fact]
    [Clause("N39")]
    public async Task What_was_restricted_on_a_strangers_word_ends_when_they_never_show_who_they_are()
    {
        var customer = await Given.Customer();
        var id = await Asked(await App.RequestFromVisitor("tuula@example.fi", RequestType.Rectification));
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.AccuracyContested, id), Desk, default))).Succeeded);

        Assert.True((await Refuse(id, await Officer())).Succeeded);

        Assert.NotNull((await App.Stored(db => db.Restrictions.AsNoTracking().SingleAsync())).LiftedAt);
        Assert.Contains(AuditAction.RestrictionLifted, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task Who_does_not_decide_requests_of_the_kind_does_not_refuse_them_so()
    {
        var customer = await Given.Customer();
        var id = await Asked(await App.RequestFrom(customer.Id, RequestType.Erasure));
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);

        await clerk.Get($"/staff/requests/{id.Value}/unidentified");

        Assert.Equal(HttpStatusCode.Forbidden, clerk.Status);
        Assert.Equal(DecideRequestRefusal.NotPermitted, (await Refuse(id, await Given.Staff(StaffRole.CustomerService))).Refusal);
    }

    [Fact]
    public async Task With_four_eyes_a_second_person_confirms_it_and_proof_that_comes_first_takes_it_back()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var id = await Asked(await App.RequestFromVisitor("tuula@example.fi"));
        var officer = await Officer();
        Assert.True((await Refuse(id, officer)).Succeeded);
        Assert.Equal(RequestState.WaitingForIdentity, (await App.Stored(id)).State);

        Assert.True((await App.Use((AddToRequest add) =>
            add.Run(new(id, null, null, [new("passi.pdf", "%PDF-1.7\nPassi\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence) { ByVisitor = true }, Desk, default))).Succeeded);
        Assert.Null((await App.Stored(id)).ProposedBy);

        Assert.True((await Refuse(id, officer)).Succeeded);
        Assert.Equal(DecideRequestRefusal.SamePerson, (await App.Use((DecideRequest decide) => decide.Confirm(id, officer.AsActor("requests"), default))).Refusal);
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await second.Get($"/staff/requests/{id.Value}");
        await second.Press("Vahvista päätös");
        Assert.Equal(RequestState.Refused, (await App.Stored(id)).State);
    }

    [Theory]
    [InlineData("sv", "Avslag på begäran")]
    [InlineData("en", "Refusing request")]
    public async Task The_page_speaks_the_other_languages_too(string language, string title)
    {
        var id = await Asked(await App.RequestFromVisitor("tuula@example.fi"));
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        officer.Languages = language;

        Assert.Contains(title, (await officer.Get($"/staff/requests/{id.Value}/unidentified")).Text, StringComparison.Ordinal);
    }

    private async Task<RequestId> Asked(RequestId id)
    {
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        return id;
    }

    private Task<StaffAccount> Officer() => Given.Staff(StaffRole.PrivacyOfficer);

    private Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Refuse(RequestId id, StaffAccount by, params DecisionGround[] grounds) => App.Use((DecideRequest decide) =>
        decide.Run(new(id, RequestDecision.Refuse, Why) { Grounds = grounds.Length == 0 ? [DecisionGround.PersonNotIdentified] : grounds }, by.AsActor("requests"), default));

    public sealed class OnSqlite() : UnidentifiedRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : UnidentifiedRequestTests(Engine.Postgres);
}

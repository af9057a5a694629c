using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Customers take back requests of their own.</summary>
public abstract class WithdrawRequestTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");

    [Fact]
    public async Task A_request_is_withdrawn_after_a_question_and_leaves_the_desk()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.RequestFrom(customer.Id);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}");
        await browser.Follow("Peru pyyntö");
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);

        await browser.Press("Peru pyyntö");

        Assert.Contains("Pyyntösi on peruttu.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("22.11.2026: peruit pyynnön.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.Withdrawn, (await App.Stored(id)).State);
        Assert.Contains(AuditAction.RequestWithdrawn, await App.Logged(customer.Id));
        // A new one may be made.
        Assert.NotEqual(id, await App.RequestFrom(customer.Id));
    }

    [Fact]
    public async Task Nobody_withdraws_or_sees_another_persons_request()
    {
        var other = await Given.Customer(email: "eeva@example.fi");
        var id = await App.RequestFrom(other.Id);
        var customer = await Given.Customer(email: "aino@example.fi");
        var own = await App.RequestFrom(customer.Id);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{own.Value}/withdraw");
        var token = browser.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        await browser.Post($"/my/requests/{id.Value}/withdraw", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.Get($"/my/requests/{id.Value}/withdraw");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);

        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task An_answered_request_cannot_be_withdrawn()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}/withdraw");
        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        await browser.Press("Peru pyyntö");

        Assert.Contains("ei voi enää perua", browser.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task While_identity_is_waited_for_withdrawing_ends_the_wait()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.RequestFrom(customer.Id);
        await App.Use((AskForIdentity ask) => ask.Run(id, Actor.System("test", "test"), CancellationToken.None));

        var outcome = await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, id, Actor.System("test", "test"), CancellationToken.None));

        Assert.True(outcome.Succeeded);
        Assert.All((await App.Stored(id)).Pauses, pause => Assert.NotNull(pause.To));
        Assert.Equal(1, await App.Stored(db => db.Requests.CountAsync()));
    }

    [Fact]
    [Clause("N39")]
    public async Task The_restriction_that_only_the_request_had_caused_ends_with_it_and_the_person_is_told_before()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        Assert.True((await Place(customer.Id, RestrictionReason.NeededForLegalClaim)).Succeeded);
        var id = (await File(customer.Id)).Value!.Id;
        Assert.Equal([RestrictionReason.NeededForLegalClaim, RestrictionReason.ObjectionPending], (await InForce(customer.Id)).Select(r => r.Reason).Order());
        // Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}/withdraw");
        Assert.Contains("Kun perut pyynnön, rajoitus päättyy heti", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await InForce(customer.Id)).Count);

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.Press("Peru pyyntö");

        // What came otherwise goes on.
        Assert.Equal(RestrictionReason.NeededForLegalClaim, Assert.Single(await InForce(customer.Id)).Reason);
        var ended = await App.Stored(db => db.Restrictions.SingleAsync(r => r.RequestId == id));
        Assert.Equal((RestrictionNotice.Withdrawal, true), (ended.NoticeBy!.Value, ended.NoticeMailId is null));
        Assert.Contains(AuditAction.RestrictionLifted, await App.Logged(customer.Id));
        var mail = (await App.MailsTo("aino@example.fi"))[^1];
        Assert.Contains("käsittelyn rajoitus, joka johtui vain tästä pyynnöstä, on päättynyt", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Aino", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/customers/{customer.Id.Value}/restrictions");
        Assert.Contains("kun henkilö perui pyyntönsä", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N39")]
    public async Task While_another_objection_goes_on_the_restriction_goes_on_with_it()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var id = (await File(customer.Id)).Value!.Id;
        var other = await App.RequestFromVisitor("pirkko@example.fi", RequestType.Objection, message: "Vastustan.");
        Assert.True((await App.Use((MatchRequest match) => match.Run(other, customer.Number, Arranging, CancellationToken.None))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(other, IdentityMethod.CallBack), Arranging, CancellationToken.None))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}/withdraw");
        Assert.DoesNotContain("rajoitus päättyy", browser.Text, StringComparison.Ordinal);

        await browser.Press("Peru pyyntö");
        Assert.Equal(other, Assert.Single(await InForce(customer.Id)).RequestId);

        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, other, Arranging, CancellationToken.None))).Succeeded);
        Assert.Empty(await InForce(customer.Id));
    }

    [Fact]
    [Clause("N32")]
    public async Task A_withdrawal_by_letter_is_recorded_by_the_staff_with_its_day_and_the_letter_and_the_person_is_told()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id, receivedOn: new(2026, 11, 18));
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");
        await desk.Follow("Kirjaa, että pyyntö on peruttu");
        await desk.Submit("main form", ("Input.On", "2026-11-17"));
        Assert.NotEmpty(desk.Errors);
        await desk.Submit("main form", ("Input.Channel", "Letter"));
        Assert.Contains(desk.Errors, e => e.Contains("pyynnön saapumispäivän ja tämän päivän välillä", StringComparison.Ordinal));
        await desk.Submit("main form", ("Input.On", "2026-11-20"));
        Assert.Contains("Liitä skannattu kirje tai merkitse, että alkuperäinen on arkistossa.", desk.Errors);
        await desk.Upload("main form", "Letter", "ohjelma.pdf", [0x4D, 0x5A, 0x90, 0x00], ("Input.On", "2026-11-20"));
        Assert.Contains(desk.Errors, e => e.Contains("Tätä tiedostoa ei voi lisätä.", StringComparison.Ordinal));
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);

        await desk.Upload("main form", "Letter", "peruutus.pdf", "%PDF-1.7\nPerun.\n%%EOF"u8.ToArray());

        Assert.Contains("Pyyntö on kirjattu perutuksi.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Pyytäjä perui pyynnön 20.11.2026. Tapa: Kirje. Kirjattu 22.11.2026", desk.Text, StringComparison.Ordinal);
        var request = await App.Stored(id);
        Assert.Equal((RequestState.Withdrawn, Channel.Letter, new DateOnly(2026, 11, 20), App.Clock.Now()), (request.State, request.WithdrawnBy, request.WithdrawnOn, request.WithdrawnAt));
        var letter = Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync()));
        Assert.Equal((RequestSide.Person, AttachmentKind.Letter), (letter.From, letter.Kind));
        Assert.Single(await App.MailsTo("pirkko@example.fi"));
        // Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(AuditAction.RequestWithdrawn, await App.Logged(customer.Id));
        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("20.11.2026: peruit pyynnön.", portal.Text, StringComparison.Ordinal);
        await desk.Get($"/staff/requests/{id.Value}/withdraw");
        Assert.Equal($"/staff/requests/{id.Value}", desk.Address);
    }

    [Fact]
    [Clause("N32")]
    public async Task A_letter_that_withdraws_a_request_may_be_kept_on_paper_instead()
    {
        var id = await App.RequestFrom((await Given.Customer()).Id);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}/withdraw");

        await desk.Submit("main form", ("Input.Channel", "Letter"), ("Input.LetterIsArchived", "true"));

        var request = await App.Stored(id);
        Assert.Equal((RequestState.Withdrawn, true), (request.State, request.LetterIsArchived));
    }

    [Fact]
    [Clause("N39")]
    public async Task The_staff_are_told_before_they_record_a_withdrawal_that_a_restriction_ends_with_it()
    {
        var customer = await Given.Customer();
        var id = (await File(customer.Id)).Value!.Id;
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}/withdraw");
        Assert.Contains("rajoitus päättyy perumiseen", desk.Text, StringComparison.Ordinal);
        Assert.Contains("perumisesta tehdään kirje", desk.Text, StringComparison.Ordinal);

        await desk.Press("Kirjaa perutuksi", ("Input.Channel", "Phone"));

        Assert.Empty(await InForce(customer.Id));
        // Who reads paper only learns it by the letter.
        await desk.Follow("Avaa kirje tulostettavaksi");
        foreach (var told in new[] { $"Tietosuojapyyntö {(await App.Stored(id)).Number} on peruttu", "eikä siihen enää vastata", "rajoitus, joka johtui vain tästä pyynnöstä, on päättynyt", "Jos et perunut pyyntöä itse" })
            Assert.Contains(told, desk.Text, StringComparison.Ordinal);
    }

    private Task<Outcome<FiledRequest, FileRefusal>> File(CustomerId customer) => App.Use((FileRequest file) => file.Run(
        new(customer, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Fi, "Vastustan.", null) { LetterIsArchived = true }, Arranging, CancellationToken.None));

    private Task<Outcome<Restriction, PlaceRestrictionRefusal>> Place(CustomerId customer, RestrictionReason reason) =>
        App.Use((PlaceRestriction place) => place.Run(new(customer, reason), Arranging, CancellationToken.None));

    private Task<List<Restriction>> InForce(CustomerId customer) => App.Stored(db => db.Restrictions.AsNoTracking().Where(r => r.CustomerId == customer && r.LiftedAt == null).ToListAsync());

    public sealed class OnSqlite() : WithdrawRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : WithdrawRequestTests(Engine.Postgres);
}

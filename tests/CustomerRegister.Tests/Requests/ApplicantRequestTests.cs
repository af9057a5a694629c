using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Requests on paper, by phone or by mail, of people of whom the staff do not know whether they are in the register.</summary>
public abstract class ApplicantRequestTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nKirje\n%%EOF");

    [Fact]
    [Clause("N32")]
    public async Task A_letter_from_a_stranger_is_taken_in_and_answered_by_a_letter_that_is_printed()
    {
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get("/staff/requests");
        await desk.Follow("Kirjaa pyyntö");

        await desk.Submit("main form", ("Input.Type", "Access"), ("Input.Channel", "Letter"), ("Input.ReceivedOn", "2026-11-10"), ("Applicant.Name", "Taavi Tuntematon"));
        Assert.Contains(desk.Errors, e => e.Contains("Kirjoita sähköpostiosoite tai postiosoite", StringComparison.Ordinal));
        await desk.Submit("main form", ("Applicant.Email", "ei osoite"), ("Applicant.City", "Kuopio"));
        Assert.Contains(desk.Errors, e => e.Contains("nimi@esimerkki.fi", StringComparison.Ordinal));
        Assert.Contains(desk.Errors, e => e.Contains("Kirjoita katuosoite ja postitoimipaikka", StringComparison.Ordinal));
        Assert.Equal("Taavi Tuntematon", desk.Page.QuerySelector("input[name='Applicant.Name']")!.GetAttribute("value"));
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
        await desk.Upload("main form", "Letter", "kirje.pdf", Pdf, ("Applicant.Email", ""), ("Applicant.Street", "Syrjäpolku 9"), ("Applicant.PostalCode", "70100"));

        var request = Assert.Single(await App.Stored(db => db.Requests.AsNoTracking().ToListAsync()));
        Assert.Equal((null, "Taavi Tuntematon", Channel.Letter, RequestState.Received), (request.CustomerId, request.ApplicantName, request.Channel, request.State));
        Assert.Equal((new DateOnly(2026, 11, 10), new DateOnly(2026, 12, 10)), (request.ReceivedOn, request.DeadlineOn));
        Assert.Equal(AttachmentKind.Letter, (await App.Stored(db => db.RequestAttachments.AsNoTracking().SingleAsync())).Kind);
        Assert.Equal($"/staff/requests/{request.Id.Value}", desk.Address);
        Assert.Contains("Syrjäpolku 9, 70100 Kuopio", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Hänelle vastataan kirjeellä.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Tietosuojapyyntö tehtiin", desk.Text, StringComparison.Ordinal);
        await desk.Get("/staff/requests");
        Assert.Contains($"{request.Number}", desk.Text, StringComparison.Ordinal);

        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{request.Id.Value}");
        await officer.Press("Vastaa, ettei tietoja ole");
        Assert.Contains("Tulosta kirje ja lähetä se", officer.Text, StringComparison.Ordinal);
        await officer.Follow("Avaa kirje tulostettavaksi");
        var envelope = officer.Page.QuerySelector("address")!.TextContent;
        Assert.Contains("Taavi Tuntematon", envelope, StringComparison.Ordinal);
        Assert.Contains("Syrjäpolku 9", envelope, StringComparison.Ordinal);
        Assert.Contains("70100 Kuopio", envelope, StringComparison.Ordinal);
        Assert.Contains("ei ole tietoja, jotka osaisimme yhdistää sinuun", officer.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.OutgoingEmails.ToListAsync()));
        Assert.Contains(AuditAction.LetterPrinted, await App.Stored(db => db.AuditEntries.Where(e => e.SubjectId == request.Id.Value).Select(e => e.Action).ToListAsync()));
        App.Log.HoldsNone("Taavi", "Tuntematon", "Syrjäpolku", "kirje.pdf");
    }

    [Fact]
    public async Task Whoever_confirms_the_answer_to_a_stranger_without_email_is_told_to_print_and_send_the_letter()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var id = await Taken(new("Taavi Tuntematon", null, PostalAddress.Create("Syrjäpolku 9", "70100", "Kuopio")));
        using var first = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await first.Get($"/staff/requests/{id.Value}");
        await first.Press("Vastaa, ettei tietoja ole");
        Assert.DoesNotContain("Tulosta kirje ja lähetä se", first.Text, StringComparison.Ordinal);
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await second.Get($"/staff/requests/{id.Value}");

        await second.Press("Vahvista päätös");

        Assert.Equal(RequestDecision.NoData, (await App.Stored(id)).Decision);
        Assert.Contains("Tulosta kirje ja lähetä se", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task A_year_after_the_answer_nothing_of_the_stranger_is_left()
    {
        var id = await Taken(new("Taavi Tuntematon", null, PostalAddress.Create("Syrjäpolku 9", "70100", "Kuopio")));
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((AnswerNoData noData) => noData.Run(new(id, null), officer.AsActor("requests"), default))).Succeeded);

        App.Clock.Advance(TimeSpan.FromDays(ForgetVisitors.KeptFor + 1));
        Assert.Equal(1, await App.Use((ForgetVisitors forget) => forget.Run(default)));

        var request = await App.Stored(id);
        Assert.Equal((null, null, null, null), (request.ApplicantName, request.ApplicantEmail, request.ApplicantAddress, request.Message));
        Assert.Equal((0, 0), (await App.Stored(db => db.RequestLetters.CountAsync()), await App.Stored(db => db.RequestAttachments.CountAsync())));
    }

    [Fact]
    public async Task Who_writes_from_the_address_of_a_customer_of_the_same_name_is_suggested_and_matched_and_gets_letters_where_that_customer_lives()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo");
        await App.Use(async (RegisterContext db) =>
        {
            var stored = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id);
            stored.AddAddress(CustomerAddress.Of(stored.Id, AddressKind.Postal, PostalAddress.Create("Uusikatu 1", "70100", "Kuopio"), new(SourceKind.DataSubject, null, App.Clock.Today()), App.Clock));
            db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
        var id = await Taken(new("Pirkko Koskitalo", null, PostalAddress.Create("Vanhakatu 9", "70100", "Kuopio")));
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");

        await desk.Submit("form.in-row[action*='Match']");

        Assert.Equal(customer.Id, (await App.Stored(id)).CustomerId);
        // Until it is known that the two are one, what is written to the one does not go to the other's home.
        await desk.Press("Pyydä varmistamaan henkilöllisyys");
        await desk.Follow("Avaa kirje tulostettavaksi");
        Assert.Contains("Vanhakatu 9", desk.Page.QuerySelector("address")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(AuditAction.LetterPrinted, await App.Logged(customer.Id));
        await App.Use(async (RegisterContext db) => await db.RequestLetters.ExecuteDeleteAsync());
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack) { ProofCameOn = App.Clock.Today() }, Arranging, default))).Succeeded);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        await desk.Get($"/staff/requests/{id.Value}");
        await desk.Follow("Avaa kirje tulostettavaksi");
        Assert.Contains("Uusikatu 1", desk.Page.QuerySelector("address")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gave_an_email_address_follows_the_request_by_link_but_gets_no_data_at_an_address_that_nobody_verified()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var id = await Taken(new("Pirkko Koskitalo", EmailAddress.Parse("kirjeesta@example.fi")));
        var mail = Assert.Single(await App.MailsTo("kirjeesta@example.fi"));
        Assert.DoesNotContain("Koskitalo", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        using var visitor = App.Browser();
        await visitor.Get(new Uri(Postbox.LinkIn(mail, "/request/open")).PathAndQuery);
        await visitor.Submit("main form");
        Assert.Equal("/request/mine", visitor.Address);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Sähköpostiosoitetta kirjeesta@example.fi ei ole vahvistettu.", desk.Text, StringComparison.Ordinal);

        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Arranging, default))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Arranging, default))).Succeeded);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        await visitor.Get("/request/mine");
        Assert.Contains("Saat sen, kun kirjaudut verkkopalveluun.", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lähetä uusi linkki", visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_time_is_told_by_a_letter_too()
    {
        var id = await Taken(new("Taavi Tuntematon", null, PostalAddress.Create("Syrjäpolku 9", "70100", "Kuopio")));
        Assert.True((await App.Use((ExtendDeadline extend) => extend.Run(new(id, "Pyyntöjä on paljon."), Arranging, default))).Succeeded);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");

        await desk.Follow("Avaa kirje tulostettavaksi");

        foreach (var told in new[] { "Taavi Tuntematon", "Syrjäpolku 9", "70100 Kuopio", "Vastauksemme viipyy", "Pyyntöjä on paljon." })
            Assert.Contains(told, desk.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<RequestId> Taken(Applicant applicant)
    {
        var filed = await App.Use((FileRequest file) => file.Run(
            new(null, RequestType.Access, Channel.Letter, App.Clock.Today(), Language.Fi, null, null) { Applicant = applicant, Files = [(AttachmentKind.Letter, new("kirje.pdf", Pdf))] }, Arranging, default));
        Assert.True(filed.Succeeded);
        // Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        return filed.Value.Id;
    }

    public sealed class OnSqlite() : ApplicantRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : ApplicantRequestTests(Engine.Postgres);
}

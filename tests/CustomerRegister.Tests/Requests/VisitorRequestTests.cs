using System.Net;
using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Requests of people who are not signed in, and perhaps not in the register.</summary>
public abstract class VisitorRequestTests(Engine engine) : AppTest(engine)
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nSalainen mandaatti\n%%EOF");

    [Fact]
    [Clause("N32")]
    public async Task A_stranger_verifies_the_address_by_a_button_and_learns_that_there_is_no_data()
    {
        var visitor = await Asked("tuntematon@example.fi");
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
        var mail = Assert.Single(await App.MailsTo("tuntematon@example.fi"));
        Assert.DoesNotContain("Tuula", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        var link = new Uri(Postbox.LinkIn(mail, "/request/verify")).PathAndQuery;

        // A mail scanner opens the link: nothing happens.
        await visitor.Get(link);
        await visitor.Get(link);
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
        App.Clock.Advance(TimeSpan.FromHours(20));
        await visitor.Press("Vahvista pyyntö");
        var request = Assert.Single(await App.Stored(db => db.Requests.AsNoTracking().ToListAsync()));
        Assert.Contains($"{request.Number}", visitor.Text, StringComparison.Ordinal);
        // Its time runs from the day on which it was sent.
        Assert.Equal((null, "Tuula Tuntematon", new DateOnly(2026, 11, 22)), (request.CustomerId, request.ApplicantName, request.ReceivedOn));
        await visitor.Get(link);
        Assert.Contains("Linkki ei toimi enää", visitor.Text, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.VisitorRequests.ToListAsync()));

        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{request.Id.Value}");
        Assert.Contains("Tällä sähköpostiosoitteella tai nimellä ei ole asiakasta.", staff.Text, StringComparison.Ordinal);
        Assert.Contains("Tarkistettu: muuttumaton", staff.Text, StringComparison.Ordinal);
        // The log has it under nobody's key.
        Assert.Contains("Tietosuojapyyntö tehtiin", staff.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await staff.Press("Vastaa, ettei tietoja ole");
        Assert.Contains("rekisterissä ei ole tietoja", staff.Text, StringComparison.Ordinal);
        Assert.Equal((RequestState.Granted, RequestDecision.NoData), ((await App.Stored(request.Id)).State, (await App.Stored(request.Id)).Decision!.Value));
        var answer = (await App.MailsTo("tuntematon@example.fi"))[^1];
        Assert.Contains("ei ole tietoja, jotka osaisimme yhdistää sinuun", answer.TextBody, StringComparison.Ordinal);
        Assert.Contains("tietosuoja@om.fi", answer.TextBody, StringComparison.Ordinal);
        App.Log.HoldsNone("Tuula", "tuntematon@example.fi");

        App.Clock.Advance(TimeSpan.FromDays(ForgetVisitors.KeptFor + 1));
        Assert.Equal(1, await App.Use((ForgetVisitors forget) => forget.Run(default)));
        Assert.Null((await App.Stored(request.Id)).ApplicantName);
    }

    [Fact]
    public async Task A_customer_who_did_not_sign_in_is_matched_and_merged_with_the_request_that_was_open_already()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var earlier = await App.EstablishedRequestFrom(customer.Id);
        App.Clock.Advance(TimeSpan.FromDays(1));
        var visitor = await Asked("Pirkko@Example.fi");
        await visitor.Get(new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo("pirkko@example.fi")), "/request/verify")).PathAndQuery);
        await visitor.Press("Vahvista pyyntö");
        var later = (await App.Stored(db => db.Requests.AsNoTracking().SingleAsync(r => r.Id != earlier))).Id;
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{later.Value}");
        await staff.Submit("form[action*='Write']", ("Written.Text", "Kysymme vielä."));

        await staff.Submit("form.in-row[action*='Match']");
        Assert.Contains("Pirkko Koskitalo", staff.Text, StringComparison.Ordinal);
        await staff.Press("Kirjaa varmistetuksi", ("Method", "CallBack"));

        var merged = await App.Stored(later);
        Assert.Equal((RequestState.Merged, earlier, customer.Id), (merged.State, merged.MergedInto!.Value, merged.CustomerId!.Value));
        Assert.Equal(RequestState.InHand, (await App.Stored(earlier)).State);
        Assert.Equal(earlier, (await App.Stored(db => db.RequestMessages.AsNoTracking().SingleAsync())).RequestId);
        Assert.Contains("aiempaan samanlaiseen pyyntöön", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task A_guardian_attaches_the_mandate_which_waits_encrypted_and_becomes_a_file_of_the_request()
    {
        var visitor = App.Browser();
        await visitor.Get("/request");
        await visitor.Submit("main form", ("Input.Type", "Erasure"), ("Input.Name", "Lauri Lapsi"), ("Input.Email", "ulla@example.fi"), ("Input.Representation", "Guardian"), ("Input.Agreed", "true"));
        Assert.Contains(visitor.Errors, e => e.Contains("Kirjoita oma nimesi.", StringComparison.Ordinal));
        await visitor.Submit("main form", ("Input.RepresentativeName", "Ulla Huoltaja"));
        Assert.Contains(visitor.Errors, e => e.Contains("Liitä valtakirja", StringComparison.Ordinal));
        await visitor.Upload("main form", "Mandate", "paatos.pdf", [0x4D, 0x5A, 0x90, 0x00]);
        Assert.Contains(visitor.Errors, e => e.Contains("Tätä tiedostoa ei voi lisätä.", StringComparison.Ordinal));
        Assert.Equal("Lauri Lapsi", visitor.Page.QuerySelector("input[name='Input.Name']")!.GetAttribute("value"));
        Assert.Empty(await App.Stored(db => db.VisitorAttachments.ToListAsync()));
        await visitor.Upload("main form", "Mandate", "paatos.pdf", Pdf);
        Assert.Equal("/request/sent", visitor.Address);
        var waiting = Assert.Single(await App.Stored(db => db.VisitorAttachments.AsNoTracking().ToListAsync()));
        Assert.DoesNotContain("Salainen", Encoding.Latin1.GetString(waiting.Content), StringComparison.Ordinal);

        await visitor.Get(new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo("ulla@example.fi")), "/request/verify")).PathAndQuery);
        await visitor.Press("Vahvista pyyntö");
        var request = Assert.Single(await App.Stored(db => db.Requests.AsNoTracking().ToListAsync()));
        Assert.Equal((Representation.Guardian, "Ulla Huoltaja", "Lauri Lapsi", "Ulla Huoltaja"), (request.Representation!.Value, request.RepresentativeName, request.ApplicantName, request.Signature!.Name));
        Assert.Empty(await App.Stored(db => db.VisitorAttachments.ToListAsync()));
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{request.Id.Value}");
        Assert.Contains("Ulla Huoltaja Edunvalvoja tai huoltaja", staff.Text, StringComparison.Ordinal);
        Assert.Contains("Tarkistettu: muuttumaton", staff.Text, StringComparison.Ordinal);
        await staff.Press("paatos.pdf");
        Assert.Equal(Pdf, staff.Content);
        App.Log.HoldsNone("Huoltaja", "Lapsi", "paatos.pdf");
    }

    [Fact]
    public async Task Files_of_a_request_that_nobody_verified_go_with_it_and_too_many_are_none()
    {
        var asked = new AskAsVisitorCommand(RequestType.Access, "Tuula", EmailAddress.Parse("tuula@example.fi"), null, Language.Fi, "Pyydän.") { Files = Files(2) };
        Assert.Null(await App.Use((AskAsVisitor ask) => ask.Run(asked, default)));
        Assert.Equal(AskAsVisitorRefusal.TooManyFiles, (await App.Use((AskAsVisitor ask) => ask.Run(asked with { Files = Files(AddToRequest.MostFilesAtOnce + 1) }, default)))!.Refusal);
        Assert.Equal(new VisitorRefusal(AskAsVisitorRefusal.FileEmpty, 2), await App.Use((AskAsVisitor ask) => ask.Run(asked with { Files = [.. Files(2), (AttachmentKind.Other, new("tyhjä.pdf", []))] }, default)));
        Assert.Equal(2, await App.Stored(db => db.VisitorAttachments.CountAsync()));

        App.Clock.Advance(AskAsVisitor.LinkLifetime);
        Assert.Equal(1, await App.Use((ForgetVisitors forget) => forget.Run(default)));
        Assert.Empty(await App.Stored(db => db.VisitorAttachments.ToListAsync()));

        static List<(AttachmentKind, SentFile)> Files(int many) => [.. Enumerable.Range(0, many).Select(i => (AttachmentKind.Other, new SentFile($"{i}.pdf", Pdf)))];
    }

    [Fact]
    public async Task One_network_fills_the_database_with_files_no_more_than_a_day_allows_but_goes_on_asking()
    {
        App.Settings["RateLimits:VisitorFilesPerNetwork"] = "1";
        var half = new byte[600 * 1024];
        Pdf.CopyTo(half, 0);
        using var visitor = App.Browser();
        await Send(visitor, "a@example.fi", half);
        Assert.Equal("/request/sent", visitor.Address);
        await Send(visitor, "b@example.fi", half);
        Assert.Contains(visitor.Errors, e => e.Contains("Emme voi juuri nyt ottaa liitteitä vastaan", StringComparison.Ordinal));
        Assert.Equal("Tuula", visitor.Page.QuerySelector("input[name='Input.Name']")!.GetAttribute("value"));
        Assert.Single(await App.Stored(db => db.VisitorAttachments.Select(a => a.Id).ToListAsync()));

        await visitor.Submit("main form");
        Assert.Equal("/request/sent", visitor.Address);
        // Where the mandate is all that was sent, the error stands there.
        await visitor.Get("/request");
        await visitor.Upload("main form", "Mandate", "valtakirja.pdf", half,
            ("Input.Type", "Access"), ("Input.Name", "Tuula"), ("Input.Email", "d@example.fi"), ("Input.Representation", "Guardian"), ("Input.RepresentativeName", "Ulla"), ("Input.Agreed", "true"));
        Assert.Contains("Emme voi juuri nyt ottaa liitteitä vastaan", visitor.Page.QuerySelector("#Mandate-error")!.TextContent, StringComparison.Ordinal);
        // Another network has its own day.
        using var elsewhere = App.Browser();
        elsewhere.From = IPAddress.Parse("192.0.2.7");
        await Send(elsewhere, "c@example.fi", half);
        Assert.Equal("/request/sent", elsewhere.Address);
        Assert.Equal((3, 2), await App.Stored(async db => (await db.VisitorRequests.CountAsync(), await db.VisitorAttachments.CountAsync())));
    }

    [Fact]
    public async Task However_many_networks_send_files_no_more_wait_unverified_than_there_is_room_for()
    {
        using var visitor = App.Browser();
        await Send(visitor, "a@example.fi", Pdf);
        Assert.Equal("/request/sent", visitor.Address);
        var full = (int)(AskAsVisitor.MostWaiting - Pdf.Length);
        await App.Stored(db => db.VisitorAttachments.ExecuteUpdateAsync(set => set.SetProperty(a => a.Length, full)));
        await Send(visitor, "b@example.fi", Pdf);
        Assert.Equal("/request/sent", visitor.Address);
        await Send(visitor, "c@example.fi", Pdf);
        Assert.Contains(visitor.Errors, e => e.Contains("Emme voi juuri nyt ottaa liitteitä vastaan", StringComparison.Ordinal));
        Assert.Equal(2, await App.Stored(db => db.VisitorRequests.CountAsync()));

        // What nobody verified makes room again.
        App.Clock.Advance(AskAsVisitor.LinkLifetime);
        await App.Use((ForgetVisitors forget) => forget.Run(default));
        await Send(visitor, "d@example.fi", Pdf);
        Assert.Equal("/request/sent", visitor.Address);
    }

    private static async Task Send(Browser visitor, string email, byte[] file)
    {
        await visitor.Get("/request");
        await visitor.Upload("main form", "Files", "liite.pdf", file, ("Input.Type", "Access"), ("Input.Name", "Tuula"), ("Input.Email", email), ("Input.Agreed", "true"));
    }

    [Fact]
    public async Task Known_and_unknown_addresses_get_the_same_answer_and_too_many_get_none()
    {
        App.Settings["RateLimits:PortalLinksPerNetwork"] = "3";
        await Given.Customer(email: "pirkko@example.fi");
        var known = await Asked("pirkko@example.fi");
        var unknown = await Asked("tuntematon@example.fi");
        Assert.Equal(known.Text, unknown.Text);

        await unknown.Get("/request");
        await unknown.Submit("main form", ("Input.Type", "Rectification"), ("Input.Name", "Tuula"), ("Input.Email", "ei osoite"), ("Input.Agreed", null));
        Assert.Contains(unknown.Errors, e => e.Contains("nimi@esimerkki.fi", StringComparison.Ordinal));
        Assert.Contains(unknown.Errors, e => e.Contains("Allekirjoita pyyntö", StringComparison.Ordinal));
        await unknown.Get("/request");
        await unknown.Submit("main form", ("Input.Type", "Access"), ("Input.Name", "Tuula"), ("Input.Email", "a@example.fi"), ("Input.Agreed", "true"));
        Assert.Equal(HttpStatusCode.TooManyRequests, unknown.Status);
    }

    [Fact]
    public async Task A_request_that_nobody_verified_goes_with_its_link()
    {
        var visitor = await Asked("tuntematon@example.fi");
        var link = new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo("tuntematon@example.fi")), "/request/verify")).PathAndQuery;
        App.Clock.Advance(AskAsVisitor.LinkLifetime);
        await visitor.Get(link);
        Assert.Contains("Linkki ei toimi enää", visitor.Text, StringComparison.Ordinal);

        Assert.Equal(1, await App.Use((ForgetVisitors forget) => forget.Run(default)));
        Assert.Empty(await App.Stored(db => db.VisitorRequests.ToListAsync()));
    }

    private async Task<Browser> Asked(string email)
    {
        var visitor = App.Browser();
        await visitor.Get("/request");
        await visitor.Submit("main form", ("Input.Type", "Access"), ("Input.Name", "Tuula Tuntematon"), ("Input.Email", email), ("Input.Agreed", "true"));
        Assert.Equal("/request/sent", visitor.Address);
        return visitor;
    }

    public sealed class OnSqlite() : VisitorRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : VisitorRequestTests(Engine.Postgres);
}

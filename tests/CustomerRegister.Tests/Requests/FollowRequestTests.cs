using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Whoever asked without signing in hears of each step by mail, and reads and answers by a link.</summary>
public abstract class FollowRequestTests(Engine engine) : AppTest(engine)
{
    private const string Email = "tuula@example.fi";
    private static readonly Actor Desk = Actor.System("test", "arranging");
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nSopimus\n%%EOF");

    [Fact]
    [Clause("N32")]
    public async Task A_message_is_told_by_mail_read_by_a_link_that_works_once_and_answered_with_a_file()
    {
        var id = await App.RequestFromVisitor(Email, message: "Haluan tietoni.");
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{id.Value}");
        await staff.Submit("form[action*='Write']", ("Written.Text", "Mikä on vanha osoitteenne?"));
        var mail = Assert.Single(await App.MailsTo(Email));
        Assert.DoesNotContain("osoitteenne", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Tuula", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        var link = new Uri(Postbox.LinkIn(mail, "/request/open")).PathAndQuery;

        // A mail scanner opens the link, and nothing happens.
        using var visitor = App.Browser();
        await visitor.Get(link);
        Assert.DoesNotContain("osoitteenne", visitor.Text, StringComparison.Ordinal);
        await visitor.Get("/request/mine");
        Assert.StartsWith("/request/link", visitor.Address, StringComparison.Ordinal);
        await visitor.Get(link);
        await visitor.Press("Avaa pyyntö");
        Assert.Equal("/request/mine", visitor.Address);
        Assert.Contains("Mikä on vanha osoitteenne?", visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Haluan tietoni.", visitor.Text, StringComparison.Ordinal);
        await visitor.Upload("form[action*='Write']", "Written.Files", "sopimus.pdf", Pdf, ("Written.Text", "Kuja 3."));
        Assert.Contains("Kuja 3.", visitor.Text, StringComparison.Ordinal);
        await visitor.Press("sopimus.pdf");
        Assert.Equal(Pdf, visitor.Content);
        Assert.True((await App.Stored(id)).HasNewMessage);
        await staff.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Kuja 3.", staff.Text, StringComparison.Ordinal);
        await staff.Press("sopimus.pdf");
        Assert.Equal(Pdf, staff.Content);

        await visitor.Get("/request/mine");
        await visitor.Press("Sulje pyyntö");
        await visitor.Get("/request/mine");
        Assert.StartsWith("/request/link", visitor.Address, StringComparison.Ordinal);
        await visitor.Get(link);
        Assert.Contains("Linkki ei toimi enää", visitor.Text, StringComparison.Ordinal);
        App.Log.HoldsNone("Tuula", Email, "Kuja 3", "sopimus.pdf");
    }

    [Fact]
    public async Task A_new_link_comes_to_the_address_that_asked_and_nobody_learns_which_addresses_have_one()
    {
        var id = await App.RequestFromVisitor(Email);
        using var known = App.Browser();
        using var unknown = App.Browser();
        foreach (var (browser, address) in new[] { (known, "Tuula@Example.fi"), (unknown, "toinen@example.fi") })
        {
            await browser.Get("/request/link");
            await browser.Submit("main form", ("Email", "ei osoite"));
            Assert.Contains(browser.Errors, e => e.Contains("nimi@esimerkki.fi", StringComparison.Ordinal));
            await browser.Submit("main form", ("Email", address));
        }

        Assert.Equal(known.Text, unknown.Text);
        Assert.Empty(await App.MailsTo("toinen@example.fi"));
        await known.Get(new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo(Email)), "/request/open")).PathAndQuery);
        await known.Press("Avaa pyyntö");
        Assert.Contains($"{(await App.Stored(id)).Number}", known.Text, StringComparison.Ordinal);

        // A link that nobody used is gone a month later.
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        Assert.Equal(2, await App.Stored(db => db.RequestLinks.CountAsync()));
        App.Clock.Advance(RequestLink.Lifetime);
        await App.Use((ForgetVisitors forget) => forget.Run(default));
        Assert.Empty(await App.Stored(db => db.RequestLinks.ToListAsync()));
    }

    [Fact]
    [Clause("N32")]
    public async Task Who_turns_out_to_be_a_customer_without_an_address_on_record_still_hears_of_every_step_and_reads_the_answer()
    {
        var customer = await Given.Customer("Tuula", "Tuttu");
        var id = await App.RequestFromVisitor(Email, RequestType.Complaint, message: "Postia tulee kieltäni vastaan.");
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Value!.Mailed);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack) { ProofCameOn = App.Clock.Today() }, Desk, default))).Succeeded);
        Assert.True((await App.Use((ExtendDeadline extend) => extend.Run(new(id, "Selvitämme asiaa."), Desk, default))).Value!.Mailed);
        Assert.True((await App.Decide(id, RequestDecision.Refuse, "Kielto oli kirjattu vasta myöhemmin.")).Succeeded);

        var mails = await App.MailsTo(Email);
        Assert.Equal(4, mails.Count);
        Assert.All(mails, m => Assert.DoesNotContain("Tuula", m.Subject + m.TextBody, StringComparison.Ordinal));
        Assert.All(mails, m => Assert.DoesNotContain("myöhemmin", m.TextBody, StringComparison.Ordinal));
        using var visitor = App.Browser();
        await visitor.Get(new Uri(Postbox.LinkIn(mails.Single(m => m.Subject!.Contains("on vastattu", StringComparison.Ordinal)), "/request/open")).PathAndQuery);
        await visitor.Press("Avaa pyyntö");
        foreach (var said in new[] { "Kielto oli kirjattu vasta myöhemmin.", "Selvitämme asiaa.", "tietosuoja@om.fi" })
            Assert.Contains(said, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_the_identity_is_established_a_link_shows_nothing_of_the_customer_and_an_old_one_never_gives_a_package()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var id = await App.RequestFromVisitor(Email);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, "En ole tehnyt tätä.", [new("oma.pdf", Pdf)]) { FromPerson = new(Channel.Phone, App.Clock.Today()) }, Desk, default))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, "Kuka kysyy?", []), Desk, default))).Succeeded);
        // The customer in whose name somebody asked is told too.
        Assert.Contains("/my/requests", Assert.Single(await App.MailsTo("pirkko@example.fi")).TextBody, StringComparison.Ordinal);
        using var visitor = await Opened();
        Assert.Contains("Kuka kysyy?", visitor.Text, StringComparison.Ordinal);
        foreach (var hidden in new[] { "En ole tehnyt", "oma.pdf", "Pirkko", "Koskitalo" })
            Assert.DoesNotContain(hidden, visitor.Text, StringComparison.Ordinal);
        var file = await App.Stored(db => db.RequestAttachments.Select(a => a.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await Post(visitor, "Attachment", ("file", file.Value.ToString()))).Status);
        await visitor.Get("/my");
        Assert.StartsWith("/enter", visitor.Address, StringComparison.Ordinal);

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        App.Clock.Advance(FollowRequest.FreshFor);
        await visitor.Get("/request/mine");
        Assert.Contains("Vastaukseen kuuluu tiedosto", visitor.Text, StringComparison.Ordinal);
        Assert.Empty(visitor.Page.QuerySelectorAll("form[action*='Download']"));
        await Post(visitor, "Download");
        Assert.Equal("/request/mine", visitor.Address);
        Assert.DoesNotContain(AuditAction.AnswerDownloaded, await App.Logged(customer.Id));
    }

    [Fact]
    [Clause("N32")]
    public async Task The_package_comes_with_a_link_that_was_mailed_just_now_and_its_download_is_logged()
    {
        var customer = await Given.Customer("Tuula", "Tuttu");
        var id = await App.RequestFromVisitor(Email);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        using var visitor = await Opened();
        Assert.Empty(visitor.Page.QuerySelectorAll("form[action*='Download']"));

        await visitor.Press("Lähetä uusi linkki");
        Assert.Contains("Linkki on lähetetty", visitor.Page.Body!.TextContent, StringComparison.Ordinal);
        using var proved = await Opened();
        await proved.Submit("form[action*='Download']");
        Assert.Equal(("application/zip", "PK"), (proved.Response.Content.Headers.ContentType!.MediaType, Encoding.ASCII.GetString(proved.Content, 0, 2)));
        Assert.Contains(AuditAction.AnswerDownloaded, await App.Logged(customer.Id));

        // The first browser has an old link still, and the new one grows old too.
        await Post(visitor, "Download");
        Assert.Equal("/request/mine", visitor.Address);
        App.Clock.Advance(FollowRequest.FreshFor);
        await Post(proved, "Download");
        Assert.Equal("/request/mine", proved.Address);
        Assert.Single(await App.Logged(customer.Id), AuditAction.AnswerDownloaded);
    }

    [Fact]
    [Clause("N37")]
    public async Task The_certificate_of_a_refusal_opens_to_a_link_that_was_mailed_just_now_and_nothing_of_a_protected_person_does()
    {
        var customer = await Given.Customer("Tuula", "Tuttu");
        var id = await App.RequestFromVisitor(Email, RequestType.Rectification, message: "Nimeni on Tuuli.");
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        Assert.True((await App.Decide(id, RequestDecision.Refuse, "Nimi on väestötietojärjestelmän mukainen.")).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        using var visitor = await Opened();
        await visitor.Get("/request/mine/certificate");
        Assert.Equal("/request/mine", visitor.Address);

        await visitor.Press("Lähetä uusi linkki");
        using var proved = await Opened();
        await proved.Follow("Avaa todistus");
        Assert.Equal("/request/mine/certificate", proved.Address);
        foreach (var said in (string[])["Todistus tiedon oikaisun epäämisestä", "Nimi on väestötietojärjestelmän mukainen.", "029 566 6700"])
            Assert.Contains(said, proved.Text, StringComparison.Ordinal);

        await App.Use((ProtectAddress protect) => protect.Run(new(customer.Id, App.Clock.Today(), App.Clock.Today().AddYears(1), SourceKind.DataSubject, null), Desk, default));
        await proved.Get("/request/mine/certificate");
        Assert.Equal("/request/mine", proved.Address);
        Assert.DoesNotContain("Vastauksesi", proved.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N35")]
    public async Task The_letter_that_tells_what_was_corrected_opens_to_a_link_that_was_mailed_just_now()
    {
        var customer = await Given.Customer("Tuula", "Tuttu");
        var id = await App.RequestFromVisitor(Email, RequestType.Rectification, message: "Nimeni on Tuuli.");
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        Assert.True((await App.Use((EnterRectificationItems enter) => enter.Run(new(id, [new(RectifiedField.FirstName, null, null, "Tuulikki", "Näin se on.")], false), Desk, default))).Succeeded);
        var item = await App.Stored(db => db.RectificationItems.Select(i => i.Id).SingleAsync());
        var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(new(id, [new(item, RectificationDecision.Accept, null, null)], null), officer, default))).Refusal);
        App.Clock.Advance(TimeSpan.FromDays(2));
        using var visitor = await Opened();
        Assert.Contains("Päätöskirjeessä kerrotaan, mitä tietoja oikaistiin.", visitor.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tuulikki", visitor.Text, StringComparison.Ordinal);

        await visitor.Press("Lähetä uusi linkki");
        using var proved = await Opened();
        Assert.Contains("Etunimi: oikaistu pyyntösi mukaan. Rekisterissä on nyt ”Tuulikki”.", proved.Text, StringComparison.Ordinal);
        await App.Use((ProtectAddress protect) => protect.Run(new(customer.Id, App.Clock.Today(), App.Clock.Today().AddYears(1), SourceKind.DataSubject, null), Desk, default));
        await proved.Get("/request/mine");
        Assert.DoesNotContain("Tuulikki", proved.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N15")]
    public async Task A_file_is_given_with_a_link_that_was_mailed_just_now_even_where_it_stood_on_the_page()
    {
        await App.RequestFromVisitor(Email);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var visitor = await Opened();
        await visitor.Upload("form[action*='Write']", "Written.Files", "sopimus.pdf", Pdf, ("Written.Text", "Kuja 3."));
        App.Clock.Advance(FollowRequest.FreshFor - TimeSpan.FromMinutes(10));
        await visitor.Get("/request/mine");
        App.Clock.Advance(TimeSpan.FromMinutes(10));
        await visitor.Press("sopimus.pdf");
        Assert.Equal("/request/mine", visitor.Address);
        Assert.Contains("sopimus.pdf", visitor.Text, StringComparison.Ordinal);
        Assert.Empty(visitor.Page.QuerySelectorAll("form[action*='Attachment']"));
        Assert.Empty(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.AttachmentDownloaded).ToListAsync()));

        await visitor.Press("Lähetä uusi linkki");
        using var proved = await Opened();
        await proved.Press("sopimus.pdf");
        Assert.Equal(Pdf, proved.Content);
    }

    [Fact]
    public async Task Proof_of_identity_opens_by_no_link_not_even_to_whoever_sent_it()
    {
        var id = await App.RequestFromVisitor(Email);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, null, [new("passi.pdf", Pdf)], AttachmentKind.IdentityEvidence) { ByVisitor = true }, Desk, default))).Succeeded);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var visitor = await Opened();
        Assert.Contains("passi.pdf", visitor.Text, StringComparison.Ordinal);
        Assert.Empty(visitor.Page.QuerySelectorAll("form[action*='Attachment']"));
        var proof = await App.Stored(db => db.RequestAttachments.Select(a => a.Id).SingleAsync());

        Assert.Equal(HttpStatusCode.NotFound, (await Post(visitor, "Attachment", ("file", proof.Value.ToString()))).Status);

        Assert.Empty(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.AttachmentDownloaded).ToListAsync()));
        Assert.NotNull(await App.Use((ReadAttachment read) => read.Run(id, proof, null, Desk, default)));
    }

    [Fact]
    public async Task Closing_a_request_closes_it_wherever_its_cookie_has_got_to()
    {
        await App.RequestFromVisitor(Email);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var library = await Opened();
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var home = await Opened();
        using var thief = App.Browser();
        foreach (var (name, value) in library.Cookies)
            thief.Remember(name, value);
        foreach (var browser in new[] { library, home, thief })
            Assert.Equal("/request/mine", (await browser.Get("/request/mine")).Address);

        await home.Press("Sulje pyyntö");
        Assert.Contains("suljettu kaikilla laitteilla", home.Page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var browser in new[] { library, home, thief })
            Assert.StartsWith("/request/link", (await browser.Get("/request/mine")).Address, StringComparison.Ordinal);

        // A new link opens it again.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var again = await Opened();
        Assert.Equal("/request/mine", again.Address);
    }

    [Fact]
    public async Task However_busily_it_is_used_a_browser_stays_with_a_request_for_two_hours_at_most()
    {
        await App.RequestFromVisitor(Email);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var visitor = await Opened();
        for (var used = TimeSpan.Zero; used < RequestLink.LongestStay - TimeSpan.FromMinutes(10); used += TimeSpan.FromMinutes(10))
        {
            App.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("/request/mine", (await visitor.Get("/request/mine")).Address);
        }

        App.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.StartsWith("/request/link", (await visitor.Get("/request/mine")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stay_outlives_the_nightly_cleaning_of_the_link_that_began_it_on_its_last_day()
    {
        await App.RequestFromVisitor(Email);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        App.Clock.Advance(RequestLink.Lifetime - TimeSpan.FromMinutes(5));
        using var visitor = await Opened();
        App.Clock.Advance(TimeSpan.FromMinutes(6));
        await App.Use((ForgetVisitors forget) => forget.Run(default));
        Assert.Equal("/request/mine", (await visitor.Get("/request/mine")).Address);
        App.Clock.Advance(RequestLink.LongestStay);
        await App.Use((ForgetVisitors forget) => forget.Run(default));
        Assert.Empty(await App.Stored(db => db.RequestLinks.ToListAsync()));
    }

    [Fact]
    public async Task A_link_opens_one_request_and_no_other()
    {
        var id = await App.RequestFromVisitor(Email, RequestType.Objection, message: "Vastustan.");
        var other = await App.RequestFromVisitor("toinen@example.fi", message: "Toisen sanat");
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(other, null, null, [new("toisen.pdf", Pdf)]) { ByVisitor = true }, Desk, default))).Succeeded);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var visitor = await Opened();
        var file = await App.Stored(db => db.RequestAttachments.Select(a => a.Id).SingleAsync());
        foreach (var forged in new[] { ("file", file.Value.ToString()), ("id", other.Value.ToString()) })
            Assert.Equal(HttpStatusCode.NotFound, (await Post(visitor, "Attachment", ("file", file.Value.ToString()), forged)).Status);

        await visitor.Get("/request/mine");
        await visitor.Follow("Peru pyyntö");
        Assert.Contains("rajoitus päättyy heti", visitor.Text, StringComparison.Ordinal);
        await visitor.Press("Peru pyyntö");
        Assert.Contains("Pyyntösi on peruttu.", visitor.Text, StringComparison.Ordinal);
        Assert.Equal((RequestState.Withdrawn, RequestState.Received), ((await App.Stored(id)).State, (await App.Stored(other)).State));
        Assert.Contains(await App.MailsTo(Email), m => m.Subject!.Contains("on peruttu", StringComparison.Ordinal));
    }

    private async Task<Browser> Opened()
    {
        var visitor = App.Browser();
        await visitor.Get(new Uri(Postbox.LinkIn((await App.MailsTo(Email))[^1], "/request/open")).PathAndQuery);
        await visitor.Press("Avaa pyyntö");
        return visitor;
    }

    private static async Task<Browser> Post(Browser visitor, string handler, params (string, string)[] values)
    {
        await visitor.Get("/request/mine");
        var token = visitor.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await visitor.Post($"/request/mine?handler={handler}", [.. values, ("__RequestVerificationToken", token)]);
    }

    public sealed class OnSqlite() : FollowRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : FollowRequestTests(Engine.Postgres);
}

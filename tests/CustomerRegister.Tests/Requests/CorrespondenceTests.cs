using System.IO.Compression;
using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Messages and files of a request, from both sides; staff entry of what came on paper; the signature that can be verified.</summary>
public abstract class CorrespondenceTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nSalainen sopimus\n%%EOF");

    [Fact]
    public async Task What_is_written_to_somebody_without_an_address_for_mail_is_a_letter_to_be_printed_and_sent()
    {
        var id = await App.RequestFrom((await Given.Customer("Åsa", "Öhman", language: Language.Sv)).Id, language: Language.Sv);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.Contains("viestistä tehdään kirje, jonka tulostat ja lähetät", desk.Text, StringComparison.Ordinal);

        await desk.Press("Lisää pyyntöön", ("Written.Text", "Vilken beställning gäller det?\n\nBerätta gärna mer."));

        await desk.Follow("Avaa kirje tulostettavaksi");
        foreach (var told in new[] { "Åsa Öhman", $"Meddelande om din dataskyddsbegäran {(await App.Stored(id)).Number}", "Vilken beställning gäller det?", "Berätta gärna mer.", "Du kan svara per brev" })
            Assert.Contains(told, desk.Page.Body!.TextContent, StringComparison.Ordinal);
        // What the person sends is no letter of ours.
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, "Den senaste.", []) { FromPerson = new(Channel.Letter, App.Clock.Today()) }, Arranging, default))).Succeeded);
        Assert.Single(await App.Stored(db => db.RequestLetters.ToListAsync()));
        Assert.Empty(await App.Stored(db => db.OutgoingEmails.ToListAsync()));
    }

    [Fact]
    public async Task Both_sides_write_and_add_files_that_are_stored_encrypted_and_never_shown_inside_a_page()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id);
        var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");

        await portal.Upload("form[action*='Write']", "Written.Files", "../../sopimus.exe", Pdf, ("Written.Text", "Tässä on sopimukseni."));
        Assert.Equal($"/my/requests/{id.Value}", portal.Address);
        Assert.Contains("Tässä on sopimukseni.", portal.Text, StringComparison.Ordinal);
        Assert.Contains("lisäsit tiedoston sopimus.pdf", portal.Text, StringComparison.Ordinal);

        var stored = Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync()));
        Assert.Equal(("sopimus.pdf", AttachmentType.Pdf, Sha256.Hex(Pdf)), (stored.Name, stored.Type, stored.Hash));
        Assert.DoesNotContain("Salainen", Encoding.Latin1.GetString(stored.Content!), StringComparison.Ordinal);

        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/requests");
        Assert.Contains("Uusi viesti", staff.Text, StringComparison.Ordinal);
        await staff.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Tässä on sopimukseni.", staff.Text, StringComparison.Ordinal);
        await staff.Press("sopimus.pdf");
        Assert.Equal(Pdf, staff.Content);
        Assert.Equal(("application/pdf", "attachment"), (staff.Response.Content.Headers.ContentType!.MediaType, staff.Response.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal("nosniff", staff.Response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains(AuditAction.AttachmentDownloaded, await App.Logged(customer.Id));

        await staff.Get($"/staff/requests/{id.Value}");
        await staff.Submit("form[action*='Write']", ("Written.Text", "Kiitos, Pirkko Koskitalo."));
        Assert.DoesNotContain("Uusi viesti", staff.Text, StringComparison.Ordinal);
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("Kiitos, Pirkko Koskitalo.", portal.Text, StringComparison.Ordinal);
        var mail = Assert.Single(await App.MailsTo("pirkko@example.fi"), m => m.Subject!.Contains("viesti pyynnöstäsi", StringComparison.Ordinal));
        Assert.DoesNotContain("Koskitalo", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        App.Log.HoldsNone("Koskitalo", "sopimus.pdf", "Salainen");
    }

    [Fact]
    public async Task What_a_file_is_not_and_what_is_too_much_is_refused_beside_the_field_and_nothing_is_kept()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id);
        var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");

        await portal.Upload("form[action*='Write']", "Written.Files", "lasku.pdf", [0x4D, 0x5A, 0x90, 0x00], ("Written.Text", "Katso tämä."));
        Assert.Contains(portal.Errors, e => e.Contains("Tätä tiedostoa ei voi lisätä.", StringComparison.Ordinal));
        Assert.Contains("Katso tämä.", portal.Page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        await portal.Upload("form[action*='Write']", "Written.Files", "iso.txt", Encoding.ASCII.GetBytes(new string('a', RequestAttachment.Largest + 1)));
        Assert.Contains(portal.Errors, e => e.Contains("liian suuri", StringComparison.Ordinal));
        await portal.Submit("form[action*='Write']", ("Written.Text", " "));
        Assert.Contains(portal.Errors, e => e.Contains("Kirjoita viesti tai valitse tiedosto.", StringComparison.Ordinal));
        Assert.Equal((0, 0), (await App.Stored(db => db.RequestAttachments.CountAsync()), await App.Stored(db => db.RequestMessages.CountAsync())));

        var refusal = await App.Use((AddToRequest add) => add.Run(
            new(id, customer.Id, null, [.. Enumerable.Repeat(new SentFile("a.txt", "a"u8.ToArray()), AddToRequest.MostFilesAtOnce + 1)]), Actor.System("test", "arranging"), default));
        Assert.Equal(AddToRequestRefusal.TooManyFiles, refusal.Refusal);
    }

    [Fact]
    public async Task Anothers_request_takes_nothing_and_gives_nothing()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var stranger = await Given.Customer("Matti", "Naapuri", "matti@example.fi");
        var (id, strangers) = (await App.RequestFrom(customer.Id), await App.RequestFrom(stranger.Id));
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, customer.Id, "Minun.", [new("minun.pdf", Pdf)]), Actor.System("test", "arranging"), default))).Succeeded);
        var file = (await App.Stored(db => db.RequestAttachments.AsNoTracking().SingleAsync())).Id;
        var portal = await App.Entered(stranger);
        await portal.Get($"/my/requests/{strangers.Value}");
        var token = portal.Page.QuerySelector("form[action*='Write'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        foreach (var (address, fields) in new (string, (string, string)[])[]
        {
            ($"/my/requests/{id.Value}?handler=Write", [("Written.Text", "Tunkeudun.")]),
            ($"/my/requests/{id.Value}?handler=Attachment", [("file", $"{file.Value}")]),
            ($"/my/requests/{strangers.Value}?handler=Attachment", [("file", $"{file.Value}")]),
        })
        {
            await portal.Post(address, [.. fields, ("__RequestVerificationToken", token)]);
            Assert.Equal(HttpStatusCode.NotFound, portal.Status);
        }

        Assert.Single(await App.Stored(db => db.RequestMessages.ToListAsync()));
    }

    [Fact]
    public async Task Proof_of_identity_is_destroyed_when_the_check_is_done_and_the_page_says_when_and_by_whom()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id, channel: Channel.Letter);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Actor.System("test", "arranging"), default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");
        await portal.Upload("form[action*='Write']", "Written.Files", "passi-Pirkko.pdf", Pdf, ("Written.IsEvidence", "true"));
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{id.Value}");

        await staff.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"));

        var evidence = await App.Stored(db => db.RequestAttachments.AsNoTracking().SingleAsync());
        Assert.Equal((null, null, App.Clock.Now()), (evidence.Content, evidence.Name, evidence.DestroyedAt));
        Assert.Contains("hävitettiin 22.11.2026", staff.Text, StringComparison.Ordinal);
        Assert.Contains("Tarkistaja: Sanna Sihteeri", staff.Text, StringComparison.Ordinal);
        Assert.Contains(AuditAction.EvidenceDestroyed, await App.Logged(customer.Id));
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("hävitimme todisteen henkilöllisyydestäsi", portal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("passi-Pirkko", portal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("withdrawn by the customer")]
    [InlineData("withdrawn by a visitor")]
    [InlineData("no data")]
    [InlineData("refused, a customer")]
    [InlineData("refused, a visitor")]
    [InlineData("merged")]
    [InlineData("granted")]
    public async Task However_a_request_ends_no_proof_of_identity_is_left(string ending)
    {
        var desk = Actor.System("test", "arranging");
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var byVisitor = ending is "withdrawn by a visitor" or "no data" or "refused, a visitor";
        var earlier = ending == "merged" ? await App.EstablishedRequestFrom(customer.Id) : default;
        var id = byVisitor ? await App.RequestFromVisitor("tuula@example.fi") : await App.RequestFrom(customer.Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, desk, default))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) =>
            add.Run(new(id, byVisitor ? null : customer.Id, null, [new("passi.pdf", Pdf)], AttachmentKind.IdentityEvidence) { ByVisitor = byVisitor }, desk, default))).Succeeded);
        Assert.NotNull((await App.Stored(db => db.RequestAttachments.AsNoTracking().SingleAsync())).Content);

        Assert.True(await (ending switch
        {
            "withdrawn by the customer" => App.Use(async (WithdrawRequest withdraw) => (await withdraw.Run(customer.Id, id, desk, default)).Succeeded),
            "withdrawn by a visitor" => App.Use(async (WithdrawRequest withdraw) => (await withdraw.ByVisitor(id, default)).Succeeded),
            "no data" => App.Use(async (AnswerNoData noData) => (await noData.Run(new(id, null), officer.AsActor("requests"), default)).Succeeded),
            "refused, a customer" or "refused, a visitor" => App.Use(async (DecideRequest decide) =>
                (await decide.Run(new(id, RequestDecision.Refuse, "Todiste ei riittänyt.") { Grounds = [DecisionGround.PersonNotIdentified] }, officer.AsActor("requests"), default)).Succeeded),
            _ => App.Use(async (ConfirmIdentity confirm) => (await confirm.Run(new(id, IdentityMethod.IdentityDocument), desk, default)).Succeeded),
        }));
        if (ending == "granted")
            Assert.True((await App.Decide(id, grant: true)).Succeeded);
        else if (ending == "merged")
            Assert.Equal(earlier, (await App.Stored(id)).MergedInto);

        Assert.False((await App.Stored(id)).IsOpen);
        var file = await App.Stored(db => db.RequestAttachments.AsNoTracking().SingleAsync());
        Assert.Equal((null, null), (file.Content, file.Name));
        Assert.NotNull(file.DestroyedAt);
        Assert.Equal(1, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.EvidenceDestroyed && e.SubjectId == id.Value)));
    }

    [Fact]
    public async Task Whoever_decides_while_something_is_added_learns_of_it_though_there_was_something_unread_before()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Complaint);
        Task Add() => App.Use((AddToRequest add) => add.Run(new(id, customer.Id, "Vielä yksi asia.", []), Arranging, default));
        await Add();
        await App.Use(async (RegisterContext db) =>
        {
            var seen = await db.Requests.SingleAsync(r => r.Id == id);
            await Add();
            seen.Assign(Guid.CreateVersion7(), null);
            db.Add(AuditEntry.Of(Arranging, AuditAction.RequestAssigned, App.Clock, customer.Id, id.Value));
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        });
    }

    [Fact]
    public async Task Of_many_who_write_at_once_nothing_is_lost()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => App.Use((AddToRequest add) => add.Run(new(id, customer.Id, $"Viesti {i}", []), Arranging, default)))));

        Assert.All(outcomes, o => Assert.True(o.Succeeded));
        Assert.Equal(6, await App.Stored(db => db.RequestMessages.CountAsync()));
    }

    [Fact]
    [Clause("N32")]
    public async Task What_the_person_says_by_phone_or_sends_on_paper_is_written_down_as_theirs_with_its_day_and_is_not_mailed_back_to_them()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id, receivedOn: new(2026, 11, 18));
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{id.Value}");
        await staff.Submit("form[action*='Came']", ("Came.On", "2026-11-20"), ("Came.Text", "Tarkoitan vain laskuja."));
        Assert.Equal("Valitse, miten viesti tai asiakirja tuli.", Assert.Single(staff.Errors));
        await staff.Submit("form[action*='Came']", ("Came.Channel", "Phone"), ("Came.On", "2026-11-17"), ("Came.Text", "Tarkoitan vain laskuja."));
        Assert.Contains(staff.Errors, e => e.Contains("pyynnön saapumispäivän ja tämän päivän välillä", StringComparison.Ordinal));
        Assert.Contains("Tarkoitan vain laskuja.", staff.Page.QuerySelector("textarea[name='Came.Text']")!.TextContent, StringComparison.Ordinal);
        await staff.Submit("form[action*='Came']", ("Came.On", "2026-11-23"));
        Assert.NotEmpty(staff.Errors);
        Assert.Equal((0, 0), (await App.Stored(db => db.RequestMessages.CountAsync()), await App.Stored(db => db.RequestAttachments.CountAsync())));

        await staff.Upload("form[action*='Came']", "Came.Files", "lisäys.pdf", Pdf, ("Came.On", "2026-11-20"));

        Assert.Contains("Pyytäjä, saapunut 20.11.2026 (puhelin), kirjattu 22.11.2026", staff.Text, StringComparison.Ordinal);
        var message = Assert.Single(await App.Stored(db => db.RequestMessages.AsNoTracking().ToListAsync()));
        Assert.Equal((RequestSide.Person, Channel.Phone, new DateOnly(2026, 11, 20)), (message.From, message.Channel, message.CameOn));
        var file = Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync()));
        Assert.Equal((RequestSide.Person, AttachmentKind.Letter, new DateOnly(2026, 11, 20)), (file.From, file.Kind, file.CameOn));
        Assert.Empty(await App.MailsTo("pirkko@example.fi"));
        await staff.Get("/staff/requests");
        Assert.Contains("Uusi viesti", staff.Text, StringComparison.Ordinal);
        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("20.11.2026: saimme sinulta viestin.", portal.Text, StringComparison.Ordinal);
        Assert.Contains("20.11.2026: saimme sinulta asiakirjan", portal.Text, StringComparison.Ordinal);
        Assert.Contains("Sinulta 20.11.2026 (puhelin). Kirjasimme sen 22.11.2026.", portal.Text, StringComparison.Ordinal);
        var evidence = await App.Use(async (EvidenceFile make) =>
        {
            using var zip = new MemoryStream();
            await make.Write(id, zip, Actor.System("test", "arranging"), default);
            using var archive = new ZipArchive(new MemoryStream(zip.ToArray()));
            using var reader = new StreamReader(archive.Entries.Single(e => e.Name.EndsWith(".json", StringComparison.Ordinal)).Open());
            return await reader.ReadToEndAsync();
        });
        Assert.Contains("\"cameOn\": \"2026-11-20\"", evidence, StringComparison.Ordinal);
        Assert.Contains("\"messageReceived\"", evidence, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task Staff_enter_a_signed_letter_and_whoever_acts_for_another_shows_a_mandate()
    {
        var customer = await Given.Customer();
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/requests/new");

        await browser.Submit("main form", ("Input.Type", "Access"), ("Input.Channel", "Letter"), ("Input.ReceivedOn", "2024-11-10"));
        Assert.Contains(browser.Errors, e => e.Contains("yli vuoden takana", StringComparison.Ordinal));
        await browser.Upload("main form", "Letter", "kirje.pdf", Pdf, ("Input.ReceivedOn", "2026-11-10"), ("Input.Representation", "Guardian"), ("Input.RepresentativeName", "Ulla Huoltaja"));
        Assert.Contains(browser.Errors, e => e.Contains("Liitä valtakirja", StringComparison.Ordinal));
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
        await browser.Upload("main form", "Mandate", "paatos.pdf", Pdf, ("Input.LetterIsArchived", "true"));

        var request = Assert.Single(await App.Stored(db => db.Requests.AsNoTracking().ToListAsync()));
        Assert.Equal((Representation.Guardian, "Ulla Huoltaja"), (request.Representation!.Value, request.RepresentativeName));
        Assert.Equal(AttachmentKind.Mandate, Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync())).Kind);
        Assert.Contains("Ulla Huoltaja", browser.Text, StringComparison.Ordinal);
        Assert.Contains("paatos.pdf", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Portal")]
    [InlineData("EmailLink")]
    [Clause("N32")]
    public async Task Staff_enter_no_request_as_if_the_person_had_made_it_in_the_portal_or_by_a_link(string channel)
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/requests/new");
        browser.Page.QuerySelector("[name='Input.Channel'][value='Phone'], [name='Input.Channel'] option[value='Phone']")!.SetAttribute("value", channel);

        await browser.Submit("main form", ("Input.Type", "Access"), ("Input.Channel", channel), ("Input.ReceivedOn", "2026-11-10"));

        Assert.Equal("Valitse, miten pyyntö tuli.", Assert.Single(browser.Errors));
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
    }

    [Fact]
    [Clause("N32")]
    public async Task A_request_by_letter_has_the_scan_with_it_or_says_that_the_original_is_in_the_archive()
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/requests/new");

        await browser.Submit("main form", ("Input.Type", "Complaint"), ("Input.Channel", "Letter"), ("Input.ReceivedOn", "2026-11-10"), ("Input.Message", "Valitan."));
        Assert.Contains(browser.Errors, e => e.Contains("Liitä skannattu kirje tai merkitse, että alkuperäinen on arkistossa.", StringComparison.Ordinal));
        Assert.Contains("Valitan.", browser.Page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
        await browser.Submit("main form", ("Input.LetterIsArchived", "true"));

        Assert.True((await App.Stored(db => db.Requests.AsNoTracking().SingleAsync())).LetterIsArchived);
        Assert.Contains("Alkuperäinen on paperiarkistossa", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task A_signature_is_verified_with_the_exact_words_and_shows_what_was_changed_afterwards()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var portal = await App.Entered(customer);
        await portal.Get("/my/requests/new/rectification");
        var words = portal.Page.QuerySelector("blockquote.statement")!.TextContent.Trim();
        await portal.Submit("main form", ("Input.Message", "Nimeni on Koskitalo-Niemi."), ("Input.Name", "Pirkko Koskitalo"), ("Input.Agreed", "true"));
        var id = new RequestId(Guid.Parse(portal.Address[^36..]));
        var staff = await Given.SignedIn(StaffRole.CustomerService);

        await staff.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Tarkistettu: muuttumaton", staff.Text, StringComparison.Ordinal);
        Assert.Contains(words, staff.Text, StringComparison.Ordinal);

        await App.Use((RegisterContext db) => db.Requests.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Message, "Nimeni on Virtanen.")));
        await staff.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Allekirjoituksen jälkeen muutettu", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_the_server_refuses_for_good_is_shown_on_the_request()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        await App.Use(async (RegisterContext db) =>
        {
            var mail = await db.OutgoingEmails.SingleAsync(m => m.RequestId == id);
            mail.Failed("550", forGood: true);
            await db.SaveChangesAsync();
        });
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{id.Value}");

        Assert.Contains("Kaikki sähköpostit eivät ole menneet perille.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Palvelimen vastaus 550", browser.Text, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : CorrespondenceTests(Engine.Sqlite);

    public sealed class OnPostgres() : CorrespondenceTests(Engine.Postgres);
}

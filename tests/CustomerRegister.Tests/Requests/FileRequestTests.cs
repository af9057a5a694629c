using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

public abstract class FileRequestTests(Engine engine) : AppTest(engine)
{
    private const string Email = "aino@example.fi";

    [Fact]
    [Clause("N32")]
    public async Task A_customer_files_a_signed_access_request_and_sees_it_with_its_time_limit()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        await browser.Get("/my/requests");
        await browser.Follow("Tee uusi pyyntö");
        await browser.Get("/my/requests/new/access");
        var statement = browser.Page.QuerySelector("blockquote")!.TextContent;
        await Sign(browser, "Aino Virtanen", "Haluan kaiken.");

        var request = await App.Stored(db => db.Requests.SingleAsync());
        Assert.Equal($"/my/requests/{request.Id.Value}", browser.Address);
        Assert.Equal((RequestType.Access, RequestState.Received, Channel.Portal), (request.Type, request.State, request.Channel));
        Assert.Equal("Haluan kaiken.", request.Message);
        Assert.Equal("Aino Virtanen", request.Signature!.Name);
        // Who signed which words can be shown later.
        Assert.Equal(Sha256.Hex(statement), request.Signature.StatementHash);
        Assert.Contains("Esimerkki Oy", statement, StringComparison.Ordinal);

        // Received on Sunday 22 November: a month later is Tuesday 22 December.
        Assert.Equal(new DateOnly(2026, 12, 22), request.DeadlineOn);
        Assert.Contains("22.12.2026", browser.Text, StringComparison.Ordinal);
        Assert.Contains("30 päivää jäljellä", browser.Text, StringComparison.Ordinal);
        await browser.Get("/my/requests");
        Assert.Contains("22.12.2026", browser.Text, StringComparison.Ordinal);
        Assert.Contains(await App.Stored(db => db.AuditEntries.ToListAsync()),
            e => e is { Action: AuditAction.RequestFiled, ActorKind: ActorKind.Customer } && e.CustomerId == customer.Id && e.SubjectId == request.Id.Value);
        App.Log.HoldsNone("Virtanen", "Haluan kaiken", Email);
    }

    [Fact]
    public async Task The_acknowledgement_tells_number_and_last_day_and_nothing_personal()
    {
        using var browser = await App.Entered(await Given.Customer("Aino", "Virtanen", Email, Language.Sv));
        browser.Languages = "sv";
        await browser.Get("/my/requests/new/erasure");
        await Sign(browser, "Aino Virtanen", "Radera min adress");

        var request = await App.Stored(db => db.Requests.SingleAsync());
        var mail = (await App.MailsTo(Email))[^1];
        Assert.Contains($"{request.Number}", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("22.12.2026", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("vi har tagit emot din begäran", mail.Subject, StringComparison.Ordinal);
        foreach (var value in new[] { "Aino", "Virtanen", "adress" })
        {
            Assert.DoesNotContain(value, mail.Subject, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(value, mail.TextBody, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Filing_the_same_again_shows_the_first()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        using var otherTab = await App.Entered(customer);
        await browser.Get("/my/requests/new/access");
        await otherTab.Get("/my/requests/new/access");
        await Sign(browser, "Aino Virtanen");
        await Sign(otherTab, "Aino Virtanen");

        var request = await App.Stored(db => db.Requests.SingleAsync());
        Assert.Equal($"/my/requests/{request.Id.Value}", otherTab.Address);
        Assert.Contains("emme kirjanneet sitä toista kertaa", otherTab.Text, StringComparison.Ordinal);
        await browser.Get("/my/requests/new/access");
        Assert.Equal($"/my/requests/{request.Id.Value}", browser.Address);
        // Another right is another request.
        await browser.Get("/my/requests/new/portability");
        await Sign(browser, "Aino Virtanen");
        Assert.Equal(2, await App.Stored(db => db.Requests.CountAsync()));
    }

    [Fact]
    public async Task Of_many_who_file_at_once_one_is_recorded()
    {
        var customer = await Given.Customer();
        var command = new FileRequestCommand(customer.Id, RequestType.Access, Channel.Portal, App.Clock.Today(), Language.Fi, null, null);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() =>
            App.Use((FileRequest file) => file.Run(command, Actor.System("test", "test"), CancellationToken.None)))));

        Assert.Single(outcomes, o => o.Value!.IsNew);
        Assert.Single(outcomes.Select(o => o.Value!.Id).Distinct());
        Assert.Equal(1, await App.Stored(db => db.Requests.CountAsync()));
    }

    [Fact]
    public async Task Another_customers_request_is_not_there()
    {
        using var browser = await App.Entered(await Given.Customer(email: Email));
        await browser.Get("/my/requests/new/access");
        await Sign(browser, "Aino Virtanen", "Vain minun silmilleni");
        var address = browser.Address;

        using var other = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi"));
        await other.Get(address);
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        Assert.DoesNotContain("Vain minun silmilleni", other.Text, StringComparison.Ordinal);
        await other.Get("/my/requests");
        Assert.DoesNotContain("Vastaanotettu", other.Text, StringComparison.Ordinal);

        using var stranger = App.Browser();
        await stranger.Get(address);
        Assert.StartsWith("/enter", stranger.Address, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N35")]
    public async Task A_correction_says_what_is_wrong_and_is_signed()
    {
        using var browser = await App.Entered(await Given.Customer(email: Email));
        await browser.Get("/my/requests/new/rectification");
        await browser.Submit("main form", ("Input.Message", " "), ("Input.Name", ""));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        foreach (var message in new[] { "Kerro, mikä tieto on väärin", "Rastita tämä kohta" })
            Assert.Contains(browser.Errors, e => e.Contains(message, StringComparison.Ordinal));
        Assert.Equal(0, await App.Stored(db => db.Requests.CountAsync()));

        await Sign(browser, "Aino Virtanen", "Uusi osoite on Koivukuja 2.");
        Assert.Equal("Uusi osoite on Koivukuja 2.", (await App.Stored(db => db.Requests.SingleAsync())).Message);
    }

    [Fact]
    public async Task Words_of_another_language_than_were_shown_are_not_signed()
    {
        using var browser = await App.Entered(await Given.Customer(email: Email));
        await browser.Get("/my/requests/new/access");
        browser.Languages = "en";
        await Sign(browser, "Aino Virtanen");
        Assert.Contains("have changed since you opened the page", browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await App.Stored(db => db.Requests.CountAsync()));
        // What was typed is kept, and the words are now those on the page.
        await browser.Submit("main form", ("Input.Agreed", "true"));
        Assert.Equal("Aino Virtanen", (await App.Stored(db => db.Requests.SingleAsync())).Signature!.Name);
    }

    [Theory]
    [InlineData("/my/requests/new/5")]
    [InlineData("/my/requests/new/everything")]
    [InlineData("/my/requests/00000000-0000-0000-0000-000000000000")]
    public async Task What_is_no_request_is_not_found(string address)
    {
        using var browser = await App.Entered(await Given.Customer(email: Email));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(address)).Status);
    }

    [Fact]
    [Clause("N38")]
    public async Task A_refusal_is_shown_with_its_reasons_and_where_to_complain()
    {
        var customer = await Given.Customer(email: Email);
        using var browser = await App.Entered(customer);
        await browser.Get("/my/requests/new/erasure");
        await Sign(browser, "Aino Virtanen");
        await App.Use(async (CustomerRegister.Data.RegisterContext db) =>
        {
            var request = await db.Requests.SingleAsync();
            request.ConfirmIdentity(IdentityMethod.PortalSignIn, null, App.Clock.Now());
            request.Decide(new(RequestDecision.Refuse, [], "Lasku 50001 on avoinna."), Guid.CreateVersion7(), App.Clock.Now());
            db.Add(AuditEntry.Of(Actor.System("test", "test"), AuditAction.RequestRefused, App.Clock, customer.Id, request.Id.Value));
            await db.SaveChangesAsync();
        });

        await browser.Get(browser.Address);
        foreach (var text in new[] { "Lasku 50001 on avoinna.", "Tietosuojavaltuutetun toimisto", "029 566 6700", "tuomioistuimeen" })
            Assert.Contains(text, browser.Text, StringComparison.Ordinal);
    }

    private static Task<Browser> Sign(Browser browser, string name, string? message = null) =>
        browser.Submit("main form", ("Input.Message", message), ("Input.Name", name), ("Input.Agreed", "true"));

    [Fact]
    [Clause("N32")]
    public async Task Files_go_with_a_request_from_the_portal_and_a_wrong_one_is_refused_beside_the_field_with_nothing_lost()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        using var portal = await App.Entered(customer);
        await portal.Get("/my/requests/new/complaint");

        await portal.Upload("main form", "Files", "ohjelma.pdf", [0x4D, 0x5A, 0x90, 0x00], ("Input.Message", "Sain mainoksen."), ("Input.Name", "Pirkko Koskitalo"), ("Input.Agreed", "true"));
        Assert.Contains(portal.Errors, e => e.Contains("Tätä tiedostoa ei voi lisätä.", StringComparison.Ordinal));
        Assert.Contains("Sain mainoksen.", portal.Page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));
        await portal.Upload("main form", "Files", "mainos.pdf", "%PDF-1.7\nMainos\n%%EOF"u8.ToArray(), ("Input.Agreed", "true"));

        var file = Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync()));
        Assert.Equal((RequestSide.Person, AttachmentKind.Other, "mainos.pdf"), (file.From, file.Kind, file.Name));
        Assert.Contains("mainos.pdf", portal.Text, StringComparison.Ordinal);
        var many = await App.Use((FileRequest filing) => filing.Run(new(customer.Id, RequestType.Access, Channel.Portal, App.Clock.Today(), Language.Fi, null, null)
        {
            Files = [.. Enumerable.Repeat((AttachmentKind.Other, new SentFile("a.txt", "a"u8.ToArray())), AddToRequest.MostFilesAtOnce + 1)],
        }, Actor.System("test", "test"), CancellationToken.None));
        Assert.Equal(FileRefusal.TooManyFiles, many.Refusal);
    }

    [Theory]
    [Clause("N32")]
    [InlineData("fi", "Tee pyyntö toisen puolesta")]
    [InlineData("sv", "Gör en begäran för någon annan")]
    [InlineData("en", "Make a request for somebody else")]
    public async Task Who_acts_for_somebody_else_is_led_from_the_portal_to_the_form_that_takes_the_mandate(string language, string link)
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi", language == "fi" ? Language.Fi : language == "sv" ? Language.Sv : Language.En);
        using var portal = await App.Entered(customer);
        portal.Languages = language;
        foreach (var page in new[] { "/my/requests/new", "/my/requests/new/access" })
        {
            await portal.Get(page);
            await portal.Follow(link);
            Assert.Equal("/request", portal.Address);
            Assert.NotNull(portal.Page.QuerySelector("input[name='Mandate']"));
        }
    }

    [Fact]
    [Clause("N32")]
    [Clause("N38")]
    public async Task A_letter_about_what_is_open_already_is_added_to_that_request_and_its_earlier_day_takes_the_time_limit_back()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var id = await App.RequestFrom(customer.Id, RequestType.Complaint, message: "Mainoksia tulee yhä.");
        var deadline = (await App.Stored(id)).DeadlineOn;
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/customers/{customer.Id.Value}/requests/new");

        await desk.Upload("main form", "Letter", "kirje.pdf", "%PDF-1.7 kirje"u8.ToArray(),
            ("Input.Type", "Complaint"), ("Input.Channel", "Letter"), ("Input.ReceivedOn", "2026-11-02"), ("Input.Message", "Kirjoitin jo aiemmin."));

        Assert.EndsWith($"/staff/requests/{id.Value}", desk.Address, StringComparison.Ordinal);
        Assert.Contains("Uudet tiedot kirjattiin siihen.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Kirjoitin jo aiemmin.", desk.Text, StringComparison.Ordinal);
        var stored = await App.Stored(id);
        // A month from the day on which the letter came.
        Assert.Equal((new DateOnly(2026, 11, 2), new DateOnly(2026, 12, 2), true), (stored.ReceivedOn, stored.DeadlineOn, stored.DeadlineOn < deadline));
        Assert.True(stored.HasNewMessage);
        var file = Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync()));
        Assert.Equal((AttachmentKind.Letter, new DateOnly(2026, 11, 2)), (file.Kind, file.CameOn!.Value));
        Assert.Equal("text,files,ReceivedOn", (await App.Stored(db => db.AuditEntries.SingleAsync(e => e.Action == AuditAction.RequestAddedTo))).Fields);
        Assert.Equal(1, await App.Stored(db => db.Requests.CountAsync()));
    }

    [Fact]
    [Clause("N32")]
    public async Task Who_acts_for_the_person_in_the_second_of_two_equal_requests_is_known_in_the_open_one_with_the_mandate()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/customers/{customer.Id.Value}/requests/new");

        await desk.Upload("main form", "Mandate", "valtakirja.pdf", "%PDF-1.7 valtakirja"u8.ToArray(),
            ("Input.Type", "Access"), ("Input.Channel", "Letter"), ("Input.LetterIsArchived", "true"), ("Input.Representation", "Representative"), ("Input.RepresentativeName", "Ulla Laine"));

        var stored = await App.Stored(id);
        Assert.Equal((Representation.Representative, "Ulla Laine", true), (stored.Representation!.Value, stored.RepresentativeName, stored.LetterIsArchived));
        Assert.Equal(AttachmentKind.Mandate, Assert.Single(await App.Stored(db => db.RequestAttachments.AsNoTracking().ToListAsync())).Kind);
    }

    public sealed class OnSqlite() : FileRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : FileRequestTests(Engine.Postgres);
}

using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>The customer's end of the desk: from the request to the answer in one's own hands.</summary>
public abstract class AnswerTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Test = Actor.System("test", "arranging");

    [Fact]
    [Clause("N12")]
    [Clause("N32")]
    public async Task A_customer_asks_staff_check_and_decide_and_the_customer_downloads_everything()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        await Given.Customer("Matti", "Naapuri", "matti@example.fi");
        var portal = await App.Entered(customer);
        await portal.Get("/my/requests/new/access");
        await portal.Submit("main form", ("Input.Name", "Pirkko Koskitalo"), ("Input.Agreed", "true"));
        Assert.StartsWith("/my/requests/", portal.Address, StringComparison.Ordinal);
        var answer = $"{portal.Address}/answer";

        await portal.Get(answer);
        Assert.Contains("Pyyntöön ei ole vielä vastattu", portal.Text, StringComparison.Ordinal);

        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/requests");
        await staff.Get(staff.Page.QuerySelector("tbody a")!.GetAttribute("href")!);
        await staff.Press("Kirjaa varmistetuksi", ("Method", "PortalSignIn"));
        await staff.Follow("Ratkaise pyyntö");
        await staff.Submit("main form", ("Decision", "Grant"));

        var mail = Assert.Single(await App.MailsTo("pirkko@example.fi"), m => m.Subject!.Contains("pyyntöösi on vastattu", StringComparison.Ordinal));
        Assert.DoesNotContain("Koskitalo", mail.Subject + mail.TextBody, StringComparison.Ordinal);

        await portal.Get(answer);
        await portal.Submit("main form");

        Assert.Equal("application/zip", portal.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", portal.Response.Content.Headers.ContentDisposition!.DispositionType);
        var (html, json) = AccessPackageTests.Open(portal.Content);
        Assert.Contains("Koskitalo", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("pirkko@example.fi", json.RootElement.GetRawText(), StringComparison.Ordinal);
        foreach (var neighbour in (string[])["Naapuri", "Matti", "matti@example.fi", "Sanna Sihteeri"])
            Assert.DoesNotContain(neighbour, html.Body.TextContent + json.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(AuditAction.AnswerDownloaded, await App.Logged(customer.Id));
        App.Log.HoldsNone("Koskitalo", "pirkko@example.fi");
    }

    [Fact]
    [Clause("N32")]
    [Clause("N38")]
    public async Task Access_is_granted_in_part_with_a_ground_for_each_category_that_is_not_given()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        await App.Use(async (Data.RegisterContext db) =>
        {
            (await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id))
                .ChangeNote("Naapuri kertoi salaisuuden.", new(CustomerRegister.Customers.SourceKind.Controller, null, App.Clock.Today()));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
        var id = await App.EstablishedRequestFrom(customer.Id);
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{id.Value}/decision");
        var place = Array.IndexOf([.. staff.Page.QuerySelectorAll("input[name^='Parts['][type=hidden]").Select(i => i.GetAttribute("value"))], nameof(DataCategory.Notes));
        await staff.Press("Tallenna päätös", ("Decision", "GrantPartly"), ("Reasons", "Muistiinpanossa on toisen henkilön tietoja."));
        Assert.Contains("Valitse ne tietoryhmät, joita ei anneta", staff.Text, StringComparison.Ordinal);
        Assert.True((await App.Stored(id)).IsOpen);
        var clerk = (await Given.Staff(StaffRole.CustomerService)).AsActor("requests");
        // A ground of another right is none, and what withholds all is a refusal.
        foreach (var (parts, refusal) in new[]
        {
            ([new RefusedPart(DataCategory.Notes, DecisionGround.DataIsAccurate)], DecideRequestRefusal.NotSuchGround),
            (Enum.GetValues<DataCategory>().Select(c => new RefusedPart(c, DecisionGround.RightsOfOthers)).ToArray(), DecideRequestRefusal.PartsMissing),
        })
            Assert.Equal(refusal, (await App.Use((DecideRequest decide) => decide.Run(new(id, RequestDecision.GrantPartly, "Perustelu") { Parts = parts }, clerk, default))).Refusal);
        await staff.Press("Tallenna päätös", ($"Parts[{place}].Ground", "RightsOfOthers"));

        Assert.Equal([new RefusedPart(DataCategory.Notes, DecisionGround.RightsOfOthers)], (await App.Stored(id)).Parts);
        Assert.Contains("Muistiinpanot: ", staff.Text, StringComparison.Ordinal);
        var letter = await App.Stored(db => db.RequestLetters.AsNoTracking().SingleAsync(l => l.RequestId == id));
        Assert.Contains(letter.Paragraphs, p => p.StartsWith("Emme anna näitä tietoja:\n– Muistiinpanot: ", StringComparison.Ordinal));
        // Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}/answer");
        foreach (var told in (string[])["hyväksytty osittain", "Tiedot, joita emme anna Muistiinpanot: ", "Muistiinpanossa on toisen henkilön tietoja.", "tietosuoja@om.fi"])
            Assert.Contains(told, portal.Text, StringComparison.Ordinal);
        await portal.Submit("main form");
        var (html, json) = AccessPackageTests.Open(portal.Content);
        Assert.Contains("Näitä tietoja ei anneta.", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("notes", "rightsOfOthers"), (json.RootElement.GetProperty("withheld")[0].GetProperty("category").GetString(), json.RootElement.GetProperty("withheld")[0].GetProperty("ground").GetString()));
        Assert.Contains("Koskitalo", html.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("salaisuuden", html.Body.TextContent + json.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(PackagesRead.Open(portal.Content).Keys, name => name.Contains("notes", StringComparison.OrdinalIgnoreCase));

        // Nor does it stand on the person's own pages, until access is granted to all of it.
        await portal.Get("/my");
        Assert.Contains("Muistiinpanot Näitä tietoja emme anna: ", portal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("salaisuuden", portal.Text, StringComparison.Ordinal);
        await portal.Get("/my/rectification");
        Assert.DoesNotContain("salaisuuden", portal.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await App.Decide(await App.EstablishedRequestFrom(customer.Id), grant: true)).Succeeded);
        await portal.Get("/my");
        Assert.Contains("salaisuuden", portal.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N34")]
    public async Task What_is_withheld_is_in_no_portability_package_either_and_leaves_by_no_link_to_an_earlier_one()
    {
        var customer = await App.CustomerWithEverything();
        var earlier = await App.Use((OwnPackages own) => own.Make(customer.Id, Test, default));
        var link = (await App.Use((HandOverPackage handOver) => handOver.Run(new(customer.Id, earlier.Id, "Toinen Oy", null), Test, default))).Value!.Link;
        DataCategory[] withheld = [DataCategory.ContactDetails, DataCategory.Orders, DataCategory.ConsentsAndBans, DataCategory.AccessLog];
        var clerk = (await Given.Staff(StaffRole.CustomerService)).AsActor("requests");
        var access = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Use((DecideRequest decide) => decide.Run(
            new(access, RequestDecision.GrantPartly, "Perustelu") { Parts = [.. withheld.Select(c => new RefusedPart(c, DecisionGround.RightsOfOthers))] }, clerk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var receiver = App.Browser();
        await receiver.Get(link);
        Assert.Contains("Linkki ei toimi", receiver.Text, StringComparison.Ordinal);
        using var portal = await App.Entered(customer);
        await portal.Get("/my/packages");
        Assert.Empty(portal.Page.QuerySelectorAll("input[name=package]"));
        Assert.Contains("Pakettiin ei tule näitä tietoja", portal.Text, StringComparison.Ordinal);
        await portal.Press("Tee paketti");
        await portal.Submit("form[action$='handler=Download']");
        await Without(portal.Content);
        await portal.Get("/my/uses?all=true");
        Assert.Contains("Näitä tietoja emme anna", portal.Text, StringComparison.Ordinal);
        Assert.Empty(portal.Page.QuerySelectorAll("main tbody tr"));

        // Nor is it in the answer to a request for portability.
        var moving = await App.EstablishedRequestFrom(customer.Id, RequestType.Portability);
        Assert.True((await App.Decide(moving, grant: true)).Succeeded);
        await portal.Get($"/my/requests/{moving.Value}/answer");
        await portal.Submit("main form");
        await Without(portal.Content);

        static async Task Without(byte[] package)
        {
            var read = await PortabilityGiven.Read(package);
            Assert.Equal("Åkerblom-Žukov", read.Person.LastName);
            Assert.Equal((null, null, null, 0, 0, 0, 0, 0), (read.Person.Email, read.Person.Website, read.Person.EInvoice, read.Addresses.Count, read.Phones.Count, read.Orders.Count, read.Bans.Count, read.History.Consents.Count));
            Assert.NotEmpty(read.Organisations);
            Assert.Equal(["contactDetails", "orders", "consentsAndBans", "accessLog"], read.Withheld!.Select(w => w.Category));
            Assert.All(PackagesRead.Open(package).Values, file => Assert.DoesNotContain("Villasukat", System.Text.Encoding.UTF8.GetString(file), StringComparison.Ordinal));
        }
    }

    [Fact]
    [Clause("N34")]
    public async Task Portability_is_granted_in_part_where_the_rest_would_touch_the_rights_of_others()
    {
        var customer = await App.CustomerWithEverything();
        var earlier = await App.Use((OwnPackages own) => own.Make(customer.Id, Test, default));
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Portability);
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{id.Value}/decision");
        // Only what goes along can be left out.
        string?[] offered = [.. staff.Page.QuerySelectorAll("input[name^='Parts['][type=hidden]").Select(i => i.GetAttribute("value"))];
        Assert.Empty(offered.Intersect([nameof(DataCategory.Notes), nameof(DataCategory.AccessLog), nameof(DataCategory.Name)]));
        await staff.Press("Tallenna päätös", ("Decision", "GrantPartly"), ("Reasons", "Tilauksissa on toisen henkilön tietoja."),
            ($"Parts[{Array.IndexOf(offered, nameof(DataCategory.Orders))}].Ground", "RightsOfOthers"));
        Assert.Equal([new RefusedPart(DataCategory.Orders, DecisionGround.RightsOfOthers)], (await App.Stored(id)).Parts);
        var letter = await App.Stored(db => db.RequestLetters.AsNoTracking().SingleAsync(l => l.RequestId == id));
        Assert.Contains(letter.Paragraphs, p => p.StartsWith("Emme anna näitä tietoja:\n– Tilaukset", StringComparison.Ordinal));
        App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}/answer");
        Assert.Contains("hyväksytty osittain", portal.Text, StringComparison.Ordinal);
        await portal.Submit("main form");
        await Holds(portal.Content, orders: false);
        // Neither the earlier package has them, nor one that the person makes now.
        await portal.Get("/my/packages");
        Assert.DoesNotContain(earlier.Id.Value.ToString(), portal.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("Pakettiin ei tule näitä tietoja", portal.Text, StringComparison.Ordinal);
        var newer = await App.Use((OwnPackages packages) => packages.Make(customer.Id, Test, default));
        await Holds(await App.Use(async (OwnPackages packages) =>
        {
            using var content = new MemoryStream();
            await (await packages.Download(customer.Id, newer.Id, Test, default))!.Content.CopyToAsync(content);
            return content.ToArray();
        }), orders: false);

        App.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await App.EstablishedRequestFrom(customer.Id, RequestType.Portability);
        Assert.True((await App.Decide(again, grant: true)).Succeeded);
        await portal.Get($"/my/requests/{again.Value}/answer");
        await portal.Submit("main form");
        await Holds(portal.Content, orders: true);

        static async Task Holds(byte[] package, bool orders)
        {
            var read = await PortabilityGiven.Read(package);
            Assert.Equal(orders, read.Orders.Count > 0);
            Assert.NotEmpty(read.Addresses);
            Assert.Equal(orders ? null : ["orders"], read.Withheld?.Select(w => w.Category));
            Assert.Equal(orders, PackagesRead.Open(package).Values.Any(file => System.Text.Encoding.UTF8.GetString(file).Contains("Villasukat", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Another_customers_answer_is_not_there()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var stranger = await Given.Customer("Matti", "Naapuri", "matti@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        var own = await App.Entered(customer);
        await own.Get($"/my/requests/{id.Value}/answer");
        var file = own.Page.QuerySelector("input[name=file]")!.GetAttribute("value")!;
        var portal = await App.Entered(stranger);

        await portal.Get($"/my/requests/{id.Value}/answer");
        Assert.Equal(HttpStatusCode.NotFound, portal.Status);

        // With the key of the file, and a form and a token of one's own.
        var strangers = await App.EstablishedRequestFrom(stranger.Id);
        Assert.True((await App.Decide(strangers, grant: true)).Succeeded);
        await portal.Get($"/my/requests/{strangers.Value}/answer");
        var token = portal.Page.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await portal.Post($"/my/requests/{strangers.Value}/answer", ("file", file), ("__RequestVerificationToken", token));
        Assert.Equal("text/html", portal.Response.Content.Headers.ContentType!.MediaType);
        await portal.Post($"/my/requests/{id.Value}/answer", ("file", file), ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, portal.Status);
        Assert.DoesNotContain(AuditAction.AnswerDownloaded, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task Nobody_reads_an_answer_without_signing_in()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = App.Browser();

        await browser.Get($"/my/requests/{id.Value}/answer");

        Assert.StartsWith("/enter", browser.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.Fi, "fi", "tuomioistuimen")]
    [InlineData(Language.Sv, "sv", "domstol")]
    [InlineData(Language.En, "en", "court")]
    [Clause("N38")]
    [Clause("N41")]
    public async Task A_refusal_tells_its_reasons_and_where_to_complain(Language language, string code, string remedy)
    {
        var customer = await Given.Customer(email: "aino@example.fi", language: language);
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure, language);
        Assert.True((await App.Decide(id, grant: false, "Lasku 50001 on avoinna.")).Succeeded);
        var portal = await App.Entered(customer);
        portal.Languages = code;

        await portal.Get($"/my/requests/{id.Value}/answer");

        Assert.Contains("Lasku 50001 on avoinna.", portal.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, portal.Text, StringComparison.Ordinal);
        foreach (var contact in (string[])["PL 800, 00531 Helsinki", "029 566 6700", "tietosuoja@om.fi"])
            Assert.Contains(contact, portal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_time_is_over_the_page_says_so_also_before_the_night_in_which_the_file_goes()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        App.Clock.Advance(DecideRequest.AnswerLifetime);

        var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}/answer");

        Assert.Contains("Vastaus oli ladattavissa 22.12.2026 asti", portal.Text, StringComparison.Ordinal);
        Assert.Null(portal.Page.QuerySelector("input[name=file]"));
    }

    [Fact]
    [Clause("N32")]
    public async Task Staff_enter_a_request_that_came_by_letter_and_its_time_runs_from_the_day_it_came()
    {
        var customer = await Given.Customer(language: Language.Sv);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        var today = App.Clock.Today();
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        await browser.Follow("Kirjaa pyyntö");

        await browser.Submit("main form", ("Input.Type", "Access"), ("Input.Channel", "Letter"), ("Input.ReceivedOn", $"{today.AddDays(1):yyyy-MM-dd}"));
        Assert.Contains(browser.Errors, e => e.Contains("Saapumispäivä ei voi olla tulevaisuudessa.", StringComparison.Ordinal));
        Assert.Empty(await App.Stored(db => db.Requests.ToListAsync()));

        await browser.Submit("main form", ("Input.ReceivedOn", "2026-11-10"), ("Input.Message", "Skicka mina uppgifter."), ("Input.LetterIsArchived", "true"));

        var stored = Assert.Single(await App.Stored(db => db.Requests.ToListAsync()));
        Assert.Equal(
            (Channel.Letter, new DateOnly(2026, 11, 10), new DateOnly(2026, 12, 10), Language.Sv, "Skicka mina uppgifter."),
            (stored.Channel, stored.ReceivedOn, stored.DeadlineOn, stored.Language, stored.Message));
        Assert.Equal($"/staff/requests/{stored.Id.Value}", browser.Address);
        // Nobody was signed in to the portal, so that cannot establish who it is.
        Assert.Empty(browser.Page.QuerySelectorAll("input[value=PortalSignIn]"));
        var entry = await App.Stored(db => db.AuditEntries.SingleAsync(e => e.CustomerId == customer.Id && e.Action == AuditAction.RequestFiled));
        Assert.Equal(customer.Id.Value, entry.OnBehalfOf);
    }

    public sealed class OnSqlite() : AnswerTests(Engine.Sqlite);

    public sealed class OnPostgres() : AnswerTests(Engine.Postgres);
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Whether a request is of the person: asked for, proved, checked, and what it does to the clock.</summary>
public abstract class RequestIdentityTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    public async Task Nothing_is_decided_before_the_identity_is_established()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await browser.Get($"/staff/requests/{id.Value}/decision");

        Assert.Equal($"/staff/requests/{id.Value}", browser.Address);
        Assert.Contains("Pyyntö voidaan ratkaista, kun henkilöllisyys on varmistettu.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(DecideRequestRefusal.IdentityNotEstablished, (await App.Decide(id, grant: true)).Refusal);
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task How_the_identity_was_established_must_be_said()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Press("Kirjaa varmistetuksi");

        Assert.NotEmpty(browser.Errors);
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);

        await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"));

        Assert.Equal((RequestState.InHand, IdentityMethod.IdentityDocument), ((await App.Stored(id)).State, (await App.Stored(id)).IdentityCheckedBy!.Value));
        Assert.Contains("Henkilöllisyystodistus", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_identity_stops_the_clock_and_is_mailed_in_the_persons_language()
    {
        var customer = await Given.Customer("Åsa", "Öhman", "asa@example.fi", Language.Sv);
        var id = await App.RequestFrom(customer.Id, language: Language.Sv);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Press("Pyydä varmistamaan henkilöllisyys");

        Assert.Contains("Määräaika on pysähdyksissä", browser.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromDays(3));
        browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        Assert.Contains("pysähdyksissä 3 päivää 22.11.2026 alkaen", browser.Text, StringComparison.Ordinal);
        var mail = Assert.Single(await App.MailsTo("asa@example.fi"));
        Assert.Contains("identitet", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Öhman", mail.Subject + mail.TextBody, StringComparison.Ordinal);

        await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"), ("ProofCameOn", "2026-11-25"));

        // A month from 22 November and three days of waiting: Christmas Day moves it to Monday.
        Assert.Equal(new DateOnly(2026, 12, 28), (await App.Stored(id)).DeadlineOn);
    }

    [Fact]
    public async Task The_clock_goes_on_from_the_day_the_proof_came_and_not_from_the_day_it_was_checked()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(13));
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"));
        Assert.Contains(browser.Errors, e => e.Contains("minä päivänä todiste saapui", StringComparison.Ordinal));
        foreach (var impossible in (string[])["2026-11-21", "2026-12-06"])
        {
            await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"), ("ProofCameOn", impossible));
            Assert.Contains(browser.Errors, e => e.Contains("aikaisintaan sinä päivänä, jona sitä pyydettiin", StringComparison.Ordinal));
            Assert.Equal(impossible, browser.Page.QuerySelector("input[name=ProofCameOn]")!.GetAttribute("value"));
        }

        Assert.Equal(RequestState.WaitingForIdentity, (await App.Stored(id)).State);
        await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"), ("ProofCameOn", "2026-11-25"));

        var stored = await App.Stored(id);
        Assert.Equal((3, new DateOnly(2026, 12, 28)), (stored.ReadClock(App.Clock.Today()).PausedDays, stored.DeadlineOn));
        Assert.Contains("pysähdyksissä 3 päivää 22.11.2026 alkaen", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Proof_that_arrives_as_a_file_lets_the_clock_go_on_the_same_day(bool fromPortal)
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(3));
        using var sender = fromPortal ? await App.Entered(customer) : await Given.SignedIn(StaffRole.CustomerService);
        await sender.Get(fromPortal ? $"/my/requests/{id.Value}" : $"/staff/requests/{id.Value}");
        var passport = "%PDF-1.7\nPassi\n%%EOF"u8.ToArray();
        if (fromPortal)
            await sender.Upload("form[action*='Write']", "Written.Files", "passi.pdf", passport, ("Written.IsEvidence", "true"));
        else
            await sender.Upload("form[action*='Came']", "Came.Files", "passi.pdf", passport, ("Came.Kind", "IdentityEvidence"), ("Came.Channel", "Letter"), ("Came.On", "2026-11-25"));
        App.Clock.Advance(TimeSpan.FromDays(10));

        var waiting = await App.Stored(id);
        Assert.Equal((RequestState.Received, 3, new DateOnly(2026, 12, 28)), (waiting.State, waiting.ReadClock(App.Clock.Today()).PausedDays, waiting.DeadlineOn));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Todiste saapui 25.11.2026. Tarkista se", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Vastattava viimeistään 28.12.2026.", browser.Text, StringComparison.Ordinal);

        // The day that is known can be put earlier, for a letter that lay unopened, and never later.
        await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"), ("ProofCameOn", "2026-11-26"));
        Assert.NotEmpty(browser.Errors);
        await browser.Press("Kirjaa varmistetuksi", ("Method", "IdentityDocument"), ("ProofCameOn", "2026-11-23"));
        Assert.Equal((RequestState.InHand, 1), ((await App.Stored(id)).State, (await App.Stored(id)).ReadClock(App.Clock.Today()).PausedDays));

        // Mails of one moment have no order.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var portal = await App.Entered(customer);
        await portal.Get($"/my/requests/{id.Value}");
        Assert.Contains("23.11.2026: todiste henkilöllisyydestäsi saapui.", portal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_that_is_not_enough_is_asked_for_again_and_both_waits_count()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, customer.Id, null, [new("passi.pdf", "%PDF-1.7\nPassi\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence), Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(5));
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack) { ProofCameOn = App.Clock.Today() }, Desk, default))).Succeeded);

        Assert.Equal(2 + 4, (await App.Stored(id)).ReadClock(App.Clock.Today()).PausedDays);
    }

    [Fact]
    public async Task What_is_withdrawn_while_proof_is_waited_for_does_not_say_that_it_came()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, id, Desk, default))).Succeeded);

        var steps = RequestTimeline.Of(await App.Stored(id), [], []).Select(e => e.Step);

        Assert.Equal([TimelineStep.Received, TimelineStep.IdentityAsked, TimelineStep.Withdrawn], steps);
    }

    [Fact]
    public async Task Who_asks_for_identity_late_is_warned_before()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var (prompt, late) = (await App.RequestFrom(customer.Id, receivedOn: App.Clock.Today().AddDays(-7)), await App.RequestFrom(customer.Id, RequestType.Erasure, App.Clock.Today().AddDays(-8)));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        Assert.DoesNotContain("ilman aiheetonta viivytystä", (await browser.Get($"/staff/requests/{prompt.Value}")).Text, StringComparison.Ordinal);
        await browser.Get($"/staff/requests/{late.Value}");
        Assert.Contains("Varmistusta olisi voinut pyytää jo 8 päivää sitten.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("ilman aiheetonta viivytystä", browser.Text, StringComparison.Ordinal);
        foreach (var (language, warning) in new[] { ("sv", "utan onödigt dröjsmål"), ("en", "without undue delay") })
        {
            browser.Languages = language;
            Assert.Contains(warning, (await browser.Get($"/staff/requests/{late.Value}")).Text, StringComparison.Ordinal);
        }

        // What is asked again counts from the day the first proof came.
        browser.Languages = "fi";
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(late, Desk, default))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(late, customer.Id, null, [new("passi.pdf", "%PDF-1.7\nPassi\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence), Desk, default))).Succeeded);
        await browser.Get($"/staff/requests/{late.Value}");
        Assert.Contains("Todiste saapui 22.11.2026", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ilman aiheetonta viivytystä", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_identity_after_the_time_limit_leaves_the_request_late_everywhere()
    {
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var customer = await Given.Customer(email: "pirkko@example.fi");
        // Due on Friday 23 October.
        var late = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 9, 23));
        var inTime = await App.RequestFrom(customer.Id, RequestType.Rectification, new DateOnly(2026, 11, 1));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{late.Value}");
        Assert.Contains("Määräaika on jo päättynyt, joten se ei enää pysähdy.", browser.Text, StringComparison.Ordinal);

        await browser.Press("Pyydä varmistamaan henkilöllisyys");

        Assert.Contains("pyyntö on edelleen myöhässä", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Henkilöllisyyden varmistusta pyydettiin 22.11.2026, vasta määräajan päätyttyä, joten määräaika ei pysähtynyt.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Myöhässä 30 päivää", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pysähdyksissä", Assert.Single(await App.MailsTo("pirkko@example.fi")).TextBody, StringComparison.Ordinal);
        await browser.Get($"/staff/requests/{inTime.Value}");
        await browser.Press("Pyydä varmistamaan henkilöllisyys");
        Assert.Contains("Määräaika on pysähdyksissä", browser.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromDays(30));

        using var later = await Given.SignedIn(StaffRole.CustomerService);
        Assert.Equal(["Pääsy omiin tietoihin"], Types(await later.Get("/staff/requests?due=Overdue")));
        Assert.Contains("Myöhässä 60 päivää", later.Text, StringComparison.Ordinal);
        Assert.Equal(["Tietojen oikaiseminen"], Types(await later.Get("/staff/requests?due=Later")));
        Assert.Contains("Keskeytetty", later.Text, StringComparison.Ordinal);
        Assert.Empty(Types(await later.Get("/staff/requests?due=Soon")));
        await later.Get("/staff");
        Assert.Contains("1 myöhässä", later.Text, StringComparison.Ordinal);
        Assert.Contains("23.10.2026", later.Text, StringComparison.Ordinal);
        await later.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Contains("Myöhässä 60 päivää", later.Text, StringComparison.Ordinal);
        using var portal = await App.Entered(customer);
        await portal.Get("/my/requests");
        Assert.Contains("Myöhässä 60 päivää", portal.Text, StringComparison.Ordinal);
        Assert.Equal(1, await App.Use((SendRequestDigest send) => send.Run(default)));
        Assert.Equal("Tietosuojapyynnöt: myöhässä 1, pian määräaika 0", Assert.Single(await App.MailsTo(officer.Email!)).Subject);
    }

    [Fact]
    public async Task While_the_clock_stands_the_front_page_counts_the_request_as_having_time()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(60));

        var counts = (await App.Use((CountRegister count) => count.Run(_ => true, default))).Requests!;

        Assert.Equal(new(Overdue: 0, Soon: 0, Later: 1, Nearest: null), counts);
    }

    [Theory]
    [InlineData(Language.Fi, "henkilöllisyytesi on varmistettu", "Vastaamme viimeistään 28.12.2026.", "Meidän olisi pitänyt vastata viimeistään 1.10.2026.")]
    [InlineData(Language.Sv, "din identitet har styrkts", "Vi svarar senast 28.12.2026.", "Vi borde ha svarat senast 1.10.2026.")]
    [InlineData(Language.En, "your identity has been established", "We will answer by 28 December 2026.", "We should have answered by 1 October 2026.")]
    [Clause("N32")]
    public async Task The_person_hears_that_the_identity_is_established_and_by_when_the_answer_comes(Language language, string subject, string inTime, string late)
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        var asked = await App.RequestFrom(customer.Id, language: language);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(asked, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(3));
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(asked, IdentityMethod.CallBack) { ProofCameOn = App.Clock.Today() }, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var overdue = await App.RequestFrom(customer.Id, RequestType.Complaint, new DateOnly(2026, 9, 1), language);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(overdue, IdentityMethod.KnownInPerson), Desk, default))).Succeeded);

        var mails = (await App.MailsTo("pirkko@example.fi")).Where(m => m.Subject!.Contains(subject, StringComparison.Ordinal)).ToList();

        Assert.Equal(2, mails.Count);
        Assert.Single(mails, m => m.TextBody!.Contains(inTime, StringComparison.Ordinal));
        Assert.Single(mails, m => m.TextBody!.Contains(late, StringComparison.Ordinal));
        Assert.All(mails, m => Assert.DoesNotContain("Koskitalo", m.Subject + m.TextBody, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Language.Fi, "Varmistamme henkilöllisyytesi", "Vastausaika on pysähdyksissä")]
    [InlineData(Language.Sv, "Vi behöver styrka din identitet", "Svarstiden löper inte")]
    [InlineData(Language.En, "We need to check your identity", "The time for answering stands still")]
    public async Task Who_has_no_mail_address_is_asked_by_a_letter_that_shows_what_was_asked(Language language, string title, string stands)
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id, language: language);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Press("Pyydä varmistamaan henkilöllisyys");

        Assert.Contains("Tulosta ja lähetä se tänään", browser.Text, StringComparison.Ordinal);
        Assert.Contains("tulosta ja lähetä jokainen kirje postitse", browser.Text, StringComparison.Ordinal);
        Assert.True((await App.Stored(id)).ReadClock(App.Clock.Today()).IsPaused);
        await browser.Follow("Avaa kirje tulostettavaksi");
        foreach (var told in new[] { title, stands, customer.FullName, $"{(await App.Stored(id)).Number}" })
            Assert.Contains(told, browser.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_time_was_over_already_the_letter_does_not_say_that_it_stands_still()
    {
        var id = await App.RequestFrom((await Given.Customer()).Id, receivedOn: App.Clock.Today().AddDays(-50));
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);

        Assert.DoesNotContain("pysähdyksissä", (await App.Stored(db => db.RequestLetters.AsNoTracking().SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asked_on_paper_is_asked_by_letter_although_the_customer_whom_they_may_be_has_an_address_for_mail()
    {
        var customer = await Given.Customer("Taavi", "Tuntematon", "taavi@example.fi");
        var id = (await App.Use((FileRequest file) => file.Run(new(null, RequestType.Access, CustomerRegister.Consents.Channel.Letter, App.Clock.Today(), Language.Fi, null, null)
        {
            Applicant = new("Taavi Tuntematon", null, PostalAddress.Create("Syrjäpolku 9", "70100", "Kuopio")),
            LetterIsArchived = true,
        }, Desk, default))).Value!.Id;
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);

        Assert.False((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Value!.Mailed);

        Assert.Single(await App.Stored(db => db.RequestLetters.Where(l => l.RequestId == id).ToListAsync()));
    }

    [Fact]
    public async Task Who_is_asked_by_mail_gets_no_letter_to_be_sent()
    {
        var id = await App.RequestFrom((await Given.Customer(email: "aino@example.fi")).Id);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);

        Assert.Empty(await App.Stored(db => db.RequestLetters.ToListAsync()));
    }

    private static List<string> Types(Browser browser) => [.. browser.Page.QuerySelectorAll("tbody tr td:nth-of-type(1)").Select(td => td.TextContent.Trim())];

    public sealed class OnSqlite() : RequestIdentityTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestIdentityTests(Engine.Postgres);
}

using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Staff take requests from the list to the decision, over the pages.</summary>
public abstract class RequestDeskTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    public async Task An_empty_desk_says_so()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get("/staff/requests");

        Assert.Contains("Avoimia pyyntöjä ei ole", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_requests_stand_by_their_deadline_without_names_and_decided_ones_apart()
    {
        var customer = await Given.Customer(lastName: "Koskitalo");
        await App.RequestFrom(customer.Id, receivedOn: App.Clock.Today().AddDays(-2));
        await App.RequestFrom(customer.Id, RequestType.Rectification, App.Clock.Today().AddDays(-20));
        var decided = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        Assert.True((await App.Decide(decided, grant: true, "Tehty.")).Succeeded);
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get("/staff/requests");

        Assert.Equal(["Tietojen oikaiseminen", "Pääsy omiin tietoihin"], Types(browser));
        Assert.DoesNotContain("Koskitalo", browser.Text, StringComparison.Ordinal);

        await browser.Follow("Ratkaistut");

        Assert.Equal(["Käsittelyn vastustaminen"], Types(browser));
    }

    [Fact]
    public async Task A_long_list_is_walked_page_by_page_there_and_back()
    {
        var customer = await Given.Customer();
        for (var i = 0; i < ListRequests.PageSize + 3; i++)
            await App.RequestFrom(customer.Id, receivedOn: App.Clock.Today().AddDays(-i / 2));
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        var first = Numbers(await browser.Get("/staff/requests"));
        var second = Numbers(await browser.Follow("Seuraavat"));
        var back = Numbers(await browser.Follow("Edelliset"));

        Assert.Equal(ListRequests.PageSize, first.Count);
        Assert.Equal(3, second.Count);
        Assert.Empty(first.Intersect(second));
        Assert.Equal(first, back);
    }

    [Theory]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Administrator)]
    [Clause("N10")]
    public async Task Who_does_not_handle_requests_sees_none(StaffRole role)
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = await Given.SignedIn(role);

        foreach (var address in (string[])["/staff/requests", $"/staff/requests/{id.Value}", $"/staff/requests/{id.Value}/decision"])
        {
            await browser.Get(address);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }
    }

    [Fact]
    [Clause("N32")]
    public async Task A_request_shows_what_was_asked_who_signed_and_how_the_deadline_came_about()
    {
        var customer = await Given.Customer(lastName: "Koskitalo");
        // A month later is Sunday 22 November.
        var id = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 10, 22), message: "Haluan tietää, mitä tiedätte.");
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{id.Value}");

        Assert.Contains("Haluan tietää, mitä tiedätte.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Koskitalo", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Aino Virtanen, 22.11.2026 klo 12.00", browser.Text, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), browser.Text, StringComparison.Ordinal);
        Assert.Contains("Pyyntö saapui 22.10.2026. Kuukauden määräaika päättyy 22.11.2026. 22.11.2026 on sunnuntai, joten määräaika siirtyy seuraavaan päivään. Vastattava viimeistään 23.11.2026.",
            browser.Text, StringComparison.Ordinal);
        Assert.Contains(AuditAction.RequestViewed, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task A_request_that_is_not_there_is_not_found()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{Guid.CreateVersion7()}");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

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

    [Theory]
    [InlineData("Came")]
    [InlineData("Write")]
    [InlineData("Identity")]
    [InlineData("Match")]
    public async Task A_form_that_is_not_accepted_leaves_the_other_forms_of_the_page_as_they_were(string form)
    {
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var clerk = await Given.Staff(StaffRole.CustomerService);
        var target = App.Clock.Today().AddDays(9);
        Assert.True((await App.Use((AssignRequest assign) => assign.Run(new(id, clerk.Id, target), Desk, default))).Succeeded);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        var came = App.Clock.Today();
        Assert.True((await App.Use((AddToRequest add) =>
            add.Run(new(id, null, null, [new("passi.pdf", "%PDF-1.7\nPassi\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence) { ByVisitor = true }, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Submit(form == "Match" ? "form[action*='Match']:not(.in-row)" : $"form[action*='{form}']");

        Assert.NotEmpty(browser.Errors);
        if (form != "Identity")
            Assert.Equal($"{came:yyyy-MM-dd}", browser.Page.QuerySelector("[name=ProofCameOn]")!.GetAttribute("value"));
        await browser.Submit("form[action*='Assign']");
        var stored = await App.Stored(id);
        Assert.Equal((clerk.Id, target), (stored.AssignedTo!.Value, stored.TargetOn!.Value));
    }

    [Fact]
    public async Task What_is_to_be_mended_stands_at_the_top_of_the_request_also_once_the_identity_is_established()
    {
        var id = await App.EstablishedRequestFrom((await Given.Customer()).Id);
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Submit("form[action*='Came']");

        var summary = Assert.Single(browser.Page.QuerySelectorAll(".ds-error-summary"));
        Assert.NotNull(summary.GetAttribute("autofocus"));
        Assert.Null(summary.Closest("form"));
        string[] links = [.. summary.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!)];
        Assert.Equal(2, links.Length);
        Assert.All(links, link => Assert.NotNull(browser.Page.QuerySelector(link)!.Closest("details[open]")));

        await browser.Get($"/staff/requests/{id.Value}");
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        await browser.Submit("form[action*='Assign']");
        Assert.Equal("Pyyntöön on jo vastattu tai se on peruttu.", Assert.Single(browser.Page.QuerySelectorAll(".ds-error-summary li")).TextContent);
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

    [Fact]
    public async Task Who_has_no_mail_address_is_asked_in_another_way()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Press("Pyydä varmistamaan henkilöllisyys");

        Assert.Contains("Pyydä varmistusta kirjeitse tai puhelimitse.", browser.Text, StringComparison.Ordinal);
        Assert.True((await App.Stored(id)).ReadClock(App.Clock.Today()).IsPaused);
    }

    [Fact]
    [Clause("N37")]
    public async Task Refusal_without_reasons_is_not_accepted()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        await browser.Follow("Ratkaise pyyntö");

        await browser.Submit("main form", ("Decision", "Refuse"), ("Reasons", "  "));

        Assert.Contains(browser.Errors, e => e.Contains("Kirjoita perustelut.", StringComparison.Ordinal));
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);

        await browser.Submit("main form", ("Decision", "Refuse"), ("Reasons", "Pyyntö on ilmeisen perusteeton."));
        Assert.Equal("Valitse ainakin yksi oikeudellinen peruste hylkäykselle.", Assert.Single(browser.Errors));
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);

        await browser.Submit("main form", ("Grounds", "ManifestlyUnfounded"));

        var stored = await App.Stored(id);
        Assert.Equal((RequestState.Refused, "Pyyntö on ilmeisen perusteeton."), (stored.State, stored.DecisionReasons));
        Assert.Empty(await App.Stored(db => db.DataPackages.ToListAsync()));
        var mail = Assert.Single(await App.MailsTo("aino@example.fi"));
        Assert.DoesNotContain("perusteeton", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(AuditAction.RequestRefused, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task Customer_service_answers_access_and_leaves_the_rest_to_the_privacy_officer()
    {
        var customer = await Given.Customer();
        var access = await App.EstablishedRequestFrom(customer.Id);
        var rectification = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{rectification.Value}");
        Assert.Contains("Tämän pyynnön ratkaisee tietosuojavastaava.", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/requests/{rectification.Value}/decision");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);

        await browser.Get($"/staff/requests/{access.Value}/decision");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.Submit("main form", ("Decision", "Grant"));
        Assert.Equal(RequestState.Granted, (await App.Stored(access)).State);
    }

    [Fact]
    public async Task The_rule_of_who_decides_holds_beneath_the_pages()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        var service = await Given.Staff(StaffRole.CustomerService);

        var outcome = await App.Use((DecideRequest decide) => decide.Run(new(id, RequestDecision.Refuse, "Ei."), new(ActorKind.Staff, service.Id, "PrivacyOfficer", "requests"), default));

        Assert.Equal(DecideRequestRefusal.NotPermitted, outcome.Refusal);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task Granting_what_is_done_by_hand_tells_what_was_done()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);

        Assert.Equal(DecideRequestRefusal.ReasonsMissing, (await App.Decide(id, grant: true)).Refusal);
        Assert.True((await App.Decide(id, grant: true, "Nimi on korjattu.")).Succeeded);
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task A_request_is_decided_once()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);

        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        Assert.Equal(DecideRequestRefusal.AlreadyDecided, (await App.Decide(id, grant: false, "Ei sittenkään.")).Refusal);
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task The_answers_file_goes_when_its_time_is_over_and_the_decision_stays()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        App.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await App.Use((ExpireAnswers expire) => expire.Run(default)));
        App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await App.Use((ExpireAnswers expire) => expire.Run(default)));

        Assert.Empty(await App.Stored(db => db.DataPackages.ToListAsync()));
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
        Assert.Contains(AuditAction.AnswerExpired, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task Every_page_speaks_all_three_languages()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);

        foreach (var (language, list, title) in new[] { ("sv", "Dataskyddsbegäranden", "Avgörande av begäran"), ("en", "Data protection requests", "Deciding request") })
        {
            browser.Languages = language;
            Assert.Contains(list, (await browser.Get("/staff/requests")).Text, StringComparison.Ordinal);
            Assert.Contains(title, (await browser.Get($"/staff/requests/{id.Value}/decision")).Text, StringComparison.Ordinal);
        }
    }

    private static List<string> Types(Browser browser) => [.. browser.Page.QuerySelectorAll("tbody tr td:nth-of-type(1)").Select(td => td.TextContent.Trim())];

    private static List<string> Numbers(Browser browser) => [.. browser.Page.QuerySelectorAll("tbody th").Select(th => th.TextContent.Trim())];

    public sealed class OnSqlite() : RequestDeskTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestDeskTests(Engine.Postgres);
}

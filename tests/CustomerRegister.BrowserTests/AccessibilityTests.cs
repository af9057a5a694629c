using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.Portal;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests;

/// <summary>Opens every page whose address needs no key, and those of one customer, so that a new page is looked at without anybody remembering it. The database makes no difference here.</summary>
public sealed class AccessibilityTests() : BrowserTest(Engine.Sqlite)
{
    private const int Desktop = 1280;

    // 1280 pixels at 400 % zoom (WCAG 1.4.10).
    private const int Narrow = 320;

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    [InlineData("en-GB", Narrow)]
    public async Task Public_pages_have_no_findings(string language, int width)
    {
        var page = await Someone(language, width);

        AssertNone(await Look(page, Routes(area => area is not ("my" or "staff" or "admin"))));
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    public async Task Staff_pages_have_no_findings(string language, int width)
    {
        await Given.OrganisationWithContactPerson();
        await Given.Customer("Åsa", "Öhman", "asa@example.fi", until: new DateOnly(2010, 5, 31));
        for (var i = 0; i < SmallestGroup.Usual.People; i++)
            await Given.Customer();
        await App.Use((CountStatistics count) => count.Run(CancellationToken.None));
        var page = await Someone(language, width);
        await page.SignIn(App, await Given.Holding(await Given.Staff(Enum.GetValues<StaffRole>()), [.. RolePermissions.OnTop]));

        AssertNone(await Look(page, Routes(area => area is "staff" or "admin")));
    }

    [Theory]
    [InlineData("sv-FI", Desktop)]
    [InlineData("fi-FI", Narrow)]
    [InlineData("en-GB", Narrow)]
    public async Task A_customers_own_pages_have_no_findings(string language, int width)
    {
        const string email = "asa@example.fi";
        var customer = await Given.Customer("Åsa", "Öhman", email, Language.Sv);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var page = await Someone(language, width);
        await page.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/enter"));
        await page.PressBan("DirectMarketing");
        var request = await page.AskForOwnData("Åsa Öhman");
        var kinds = Enum.GetNames<RequestType>().Select(type => $"/my/requests/new/{type.ToLowerInvariant()}");

        AssertNone(await Look(page, [.. Routes(area => area is "my"), .. kinds, new Uri(request).AbsolutePath]));
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("en-GB", Narrow)]
    public async Task Pages_of_one_customer_and_one_request_have_no_findings(string language, int width)
    {
        var (organisation, person) = await Given.OrganisationWithContactPerson();
        var customer = await Given.Customer("Åsa", "Öhman", "asa@example.fi", Language.Sv);
        var filed = await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Access, Channel.Letter, App.Clock.Today(), Language.Sv, "Jag vill se mina uppgifter.", null) { LetterIsArchived = true }, Actor.System("test", "arranging"), CancellationToken.None));
        var page = await Someone(language, width);
        await page.SignIn(App, await Given.Staff(Enum.GetValues<StaffRole>()));

        AssertNone(await Look(page,
        [
            $"/staff/customers/{customer.Id.Value}", $"/staff/customers/{person.Id.Value}", $"/staff/customers/{customer.Id.Value}/edit",
            $"/staff/customers/{customer.Id.Value}/choices", $"/staff/customers/{customer.Id.Value}/requests/new",
            $"/staff/organisations/{organisation.Id.Value}", $"/staff/requests/{filed.Value!.Id.Value}",
        ]));
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    public async Task Pages_of_a_retention_run_and_of_paper_records_have_no_findings(string language, int width)
    {
        var arranging = Actor.System("test", "arranging");
        await Given.Customer("Åsa", "Öhman", until: new DateOnly(2010, 5, 31));
        await Given.Customer("Aino", "Virtanen", until: new DateOnly(2017, 1, 31));
        var customer = await Given.Customer("Eino", "Laine");
        var run = (await App.Use((PrepareRetentionRun prepare) => prepare.Run(new(App.Clock.Today()), arranging, CancellationToken.None))).Value!;
        var place = (await App.Use((AddPaperPlace add) => add.Run(new("Arkistokaappi", PaperLock.Key, FireProtection.S60P), arranging, CancellationToken.None))).Value!;
        var papers = new List<PaperRecord>();
        for (var i = 0; i < 2; i++)
            papers.Add((await App.Use((RegisterPaperRecord register) => register.Run(new(customer.Number, PaperKind.EventContact, "Messut", place.Id, App.Clock.Today()), arranging, CancellationToken.None))).Value!);
        await App.Use((GiveUpPaperRecord giveUp) => giveUp.Run(papers[1].Id, arranging, CancellationToken.None));
        var page = await Someone(language, width);
        await page.SignIn(App, await Given.Holding(await Given.Staff(Enum.GetValues<StaffRole>()), [.. RolePermissions.OnTop]));

        var (retention, paper) = ($"/admin/retention/{run.Id.Value}", $"/staff/paper/{papers[0].Id.Value}");
        AssertNone(await Look(page,
        [
            "/admin/retention", retention, $"{retention}/people/1", $"{retention}/send-back", "/staff/paper", paper, $"{paper}/edit", $"{paper}/label", $"{paper}/give-up",
            "/staff/paper/shredding", $"/staff/customers/{customer.Id.Value}", "/admin/paper-places", $"/admin/paper-places/{place.Id.Value}",
        ]));
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    [InlineData("en-GB", Desktop)]
    public async Task Legal_holds_a_run_up_to_its_report_and_a_broken_log_have_no_findings(string language, int width)
    {
        var arranging = Actor.System("test", "arranging");
        await Given.Customer("Åsa", "Öhman", until: new DateOnly(2010, 5, 31));
        await Given.Customer("Åke", "Öhman", until: new DateOnly(2010, 5, 31));
        await Given.Customer("Aino", "Virtanen", until: new DateOnly(2010, 5, 31));
        var page = await Someone(language, width);
        await page.SignIn(App, await Given.Staff(Enum.GetValues<StaffRole>()));

        await page.FindForHold("Öhman");
        var findings = await LookHere(page);
        await page.PlaceHolds("");
        await page.WaitForSelectorAsync(".ds-error-summary:focus");
        Assert.Equal(2, await page.Locator("#place input[name=Chosen]:checked").CountAsync());
        findings.AddRange(await LookHere(page));
        await page.PlaceHolds("Tvist om en leverans");
        await page.WaitForURLAsync("**/admin/holds");
        findings.AddRange(await LookHere(page));
        var hold = await App.Stored(db => Task.FromResult(db.LegalHolds.OrderBy(h => h.Number).Select(h => h.Id).First()));
        findings.AddRange(await Look(page, [$"/admin/holds/{hold.Value}", "/admin/holds?lifted=true"]));

        var run = (await App.Use((PrepareRetentionRun prepare) => prepare.Run(new(App.Clock.Today()), arranging, CancellationToken.None))).Value!;
        var second = await Given.Staff(StaffRole.PrivacyOfficer);
        await App.Use((ApproveRetentionRun approve) => approve.Run(new(run.Id, run.ListHash), new Actor(ActorKind.Staff, second.Id, "PrivacyOfficer", "retention"), CancellationToken.None));
        findings.AddRange(await Look(page, [$"/admin/retention/{run.Id.Value}/start"]));
        await App.Use((StartRetentionRun start) => start.Run(run.Id, arranging, CancellationToken.None));
        findings.AddRange(await Look(page, [$"/admin/retention/{run.Id.Value}"]));
        await App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, arranging, CancellationToken.None));
        findings.AddRange(await Look(page, [$"/admin/retention/{run.Id.Value}", $"/admin/retention/{run.Id.Value}/report"]));

        await App.Use((SealAuditLog seal) => seal.Next(CancellationToken.None));
        await App.Use((RegisterContext db) => db.AuditEntries.Where(e => e.Action == AuditAction.HoldPlaced).ExecuteDeleteAsync());
        await App.Use((WatchAuditLog watch) => watch.Run(CancellationToken.None));
        await page.GotoAsync("/admin/audit-log");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.WaitForSelectorAsync("main table");
        findings.AddRange(await LookHere(page));

        AssertNone(findings);
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    public async Task Pages_of_a_correction_a_restriction_and_a_target_group_have_no_findings(string language, int width)
    {
        const string email = "asa@example.fi";
        var customer = await Given.Customer("Åsa", "Öhman", email, Language.Sv);
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var page = await Someone(language, width);
        await page.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/enter"));
        var findings = await Look(page, ["/my/rectification", "/my/rectification/new?item=FirstName&item=Language"]);

        var arranging = Actor.System("test", "arranging");
        var recipient = (await App.Use((AddRecipient add) => add.Run(new("Indrivning Ab", "dataskydd@indrivning.example", Language.Sv), arranging, CancellationToken.None))).Value!;
        await App.Use((RecordDisclosure record) => record.Run(
            new(customer.Id, recipient.Id, [DataCategory.Name, DataCategory.ContactDetails], App.Clock.Today(), DisclosureGround.DebtCollection, "A-1"), arranging, CancellationToken.None));
        var filed = await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Sv, null, null), [new(RectifiedField.FirstName, null, null, "Asa", "Fel stavat.")], true), person, CancellationToken.None));
        var request = filed.Value!.Id;
        var officer = await Given.Staff(Enum.GetValues<StaffRole>());
        var decider = new Actor(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests");
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(request, IdentityMethod.KnownInPerson), decider, CancellationToken.None));
        var desk = await Someone(language, width);
        await desk.SignIn(App, officer);
        findings.AddRange(await Look(desk, [$"/staff/requests/{request.Value}/rectification", $"/staff/customers/{customer.Id.Value}", $"/staff/customers/{customer.Id.Value}/restrictions"]));

        var access = (await App.Use((FileRequest file) => file.Run(new(customer.Id, RequestType.Access, Channel.Letter, App.Clock.Today(), Language.Sv, null, null) { LetterIsArchived = true }, decider, CancellationToken.None))).Value!.Id;
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(access, IdentityMethod.KnownInPerson), decider, CancellationToken.None));
        findings.AddRange(await Look(desk, [$"/staff/requests/{access.Value}/decision"]));
        await App.Use((DecideRequest decide) => decide.Run(new(access, RequestDecision.GrantPartly, "Andras uppgifter.") { Parts = [new(DataCategory.Notes, DecisionGround.RightsOfOthers)] }, decider, CancellationToken.None));
        findings.AddRange(await Look(desk, [$"/staff/requests/{access.Value}"]));
        findings.AddRange(await Look(page, [$"/my/requests/{access.Value}/answer", "/my/requests"]));
        var notice = await App.Stored(db => Task.FromResult(db.RecipientNotices.OrderByDescending(n => n.MadeAt).Select(n => n.Id).First()));
        findings.AddRange(await Look(desk,
        [
            "/admin/recipients", $"/admin/recipients/{recipient.Id.Value}", $"/staff/customers/{customer.Id.Value}/disclosures", "/staff/requests/recipients", $"/staff/requests/recipients/{notice.Value}",
            new Uri(Postbox.LinkIn((await App.MailsTo("dataskydd@indrivning.example"))[^1], "/told")).PathAndQuery, "/told?secret=guess", "/my",
        ]));

        var item = await App.Stored(db => Task.FromResult(db.RectificationItems.Select(i => i.Id).Single()));
        var outcome = await App.Use((DecideRectification decide) => decide.Run(new(request, [new(item, RectificationDecision.Refuse, null, "Namnet stämmer.") { Ground = DecisionGround.DataIsAccurate }], null), decider, CancellationToken.None));
        Assert.Null(outcome.Refusal);
        var restriction = await App.Stored(db => Task.FromResult(db.Restrictions.Select(r => r.Id).Single()));
        await App.Use((TellOfLifting tell) => tell.Run(new(customer.Id, restriction, RestrictionNotice.Letter, App.Clock.Today(), "Namnet stämmer."), decider, CancellationToken.None));
        var code = await App.Stored(db => Task.FromResult(db.RectificationCertificates.Select(c => c.Code).Single()));
        findings.AddRange(await Look(page, [$"/my/requests/{request.Value}/rectification", $"/my/requests/{request.Value}/certificate", $"/verify/{code}", "/verify/0000-0000-0000-0000-0000", "/unsubscribe/guess"]));
        findings.AddRange(await Look(desk,
        [
            $"/staff/requests/{request.Value}/certificate", $"/staff/requests/{request.Value}/rectification", $"/staff/customers/{customer.Id.Value}/restrictions",
            $"/staff/customers/{customer.Id.Value}/restrictions/{restriction.Value}/notice", $"/staff/customers/{customer.Id.Value}/restrictions/{restriction.Value}/letter",
            "/staff/target-groups?use=DirectMarketing&language=Sv", "/staff/target-groups/mail?use=DirectMarketing&language=Sv", "/staff/target-groups/list?use=DirectMarketing&language=Sv&by=Post",
        ]));

        AssertNone(findings);
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    [InlineData("en-GB", Desktop)]
    public async Task Pages_of_a_visitors_request_its_correspondence_and_a_decision_by_two_have_no_findings(string language, int width)
    {
        const string email = "asa@example.fi";
        var customer = await Given.Customer("Åsa", "Öhman", email, Language.Sv);
        var visitor = await Someone(language, width);
        await visitor.AskAsVisitor(nameof(RequestType.Objection), "Åsa Öhman", email, "Jag vill inte att mina uppgifter används för kundenkäter.");
        var findings = await LookHere(visitor);
        findings.AddRange(await Look(visitor, [new Uri(await Link("/request/verify")).PathAndQuery]));
        await visitor.PressVerify();
        findings.AddRange(await LookHere(visitor));

        var request = await App.Stored(db => Task.FromResult(db.Requests.Select(r => r.Id).Single()));
        var desk = await Someone(language, width);
        await desk.SignIn(App, await Given.Staff(StaffRole.PrivacyOfficer));
        findings.AddRange(await Look(desk, ["/staff/requests", "/staff/requests/new", $"/staff/requests/{request.Value}"]));
        await desk.MatchSuggested();
        await desk.Write("Vi behöver veta vilka enkäter du avser.");
        findings.AddRange(await LookHere(desk));

        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        await visitor.Enter(await Link("/enter"));
        await visitor.GotoAsync($"/my/requests/{request.Value}");
        await visitor.Write("Alla enkäter. Här är min blankett.", new FilePayload { Name = "blankett.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF"u8.ToArray() });
        findings.AddRange(await LookHere(visitor));

        await App.Use((AskForIdentity ask) => ask.Run(request, Actor.System("test", "arranging"), CancellationToken.None));
        findings.AddRange(await Look(desk, [$"/staff/requests/{request.Value}/unidentified"]));
        await App.Use((AddToRequest add) => add.Run(
            new(request, customer.Id, null, [new("pass.pdf", "%PDF-1.7\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence), Actor.System("test", "arranging"), CancellationToken.None));
        await desk.GotoAsync($"/staff/requests/{request.Value}");
        await desk.ConfirmIdentity();
        findings.AddRange(await Look(desk, [$"/staff/requests/{request.Value}/decision", $"/staff/requests/{request.Value}/extension"]));
        var first = await Given.Staff(StaffRole.PrivacyOfficer);
        await App.Use(async (RegisterContext db) =>
        {
            var asked = db.Requests.Single();
            asked.Propose(new(RequestDecision.Refuse, [DecisionGround.ManifestlyUnfounded], "Vi gör inga enkäter."), first.Id, App.Clock.Now());
            db.Add(AuditEntry.Of(new Actor(ActorKind.Staff, first.Id, "PrivacyOfficer", "requests"), AuditAction.RequestViewed, App.Clock, customer.Id, request.Value));
            await db.SaveChangesAsync();
        });
        findings.AddRange(await Look(desk, [$"/staff/requests/{request.Value}"]));

        AssertNone(findings);

        // Mails of one moment have no order.
        async Task<string> Link(string path) => Postbox.LinkIn((await App.MailsTo(email)).Single(mail => mail.TextBody!.Contains($"{Address}{path}", StringComparison.Ordinal)), path);
    }

    [Theory]
    [InlineData("fi-FI", Desktop)]
    [InlineData("sv-FI", Narrow)]
    public async Task Pages_of_an_objection_a_wrong_source_and_an_answer_to_a_visitor_have_no_findings(string language, int width)
    {
        const string email = "asa@example.fi", asked = "tuula@example.fi";
        var customer = await Given.Customer("Åsa", "Öhman", email, Language.Sv);
        var arranging = Actor.System("test", "arranging");
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var decider = new Actor(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests");
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), arranging, CancellationToken.None));
        var page = await Someone(language, width);
        await page.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/enter"));
        var statistics = await App.Stored(db => Task.FromResult(db.Purposes.Single(p => p.Code == "statistics").Id));
        var findings = await Look(page, [$"/my/requests/new/objection?against={statistics.Value}"]);
        var objection = (await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, App.Clock.Today(), Language.Sv, "Jag vill inte.", null) { Against = [statistics], LetterIsArchived = true }, arranging, CancellationToken.None))).Value!.Id;
        var desk = await Someone(language, width);
        await desk.SignIn(App, officer);
        await Confirm(objection);
        findings.AddRange(await Look(desk, [$"/staff/requests/{objection.Value}/decision"]));
        await App.Use((DecideRequest decide) => decide.Run(new(objection, RequestDecision.Grant, "Användningen upphör."), decider, CancellationToken.None));
        findings.AddRange(await Look(desk, [$"/staff/requests/{objection.Value}", $"/staff/customers/{customer.Id.Value}/choices", $"/staff/customers/{customer.Id.Value}/requests/new"]));
        findings.AddRange(await Look(page, ["/my/consents", $"/my/requests/{objection.Value}"]));

        var phone = await App.Use(async (RegisterContext db) =>
        {
            var stored = CustomerPhone.Of(customer.Id, PhoneKind.Phone, PhoneNumber.Parse("+358401111111"), new(SourceKind.UpdateService, "Adresstjänst Ab", App.Clock.Today()), App.Clock);
            db.Add(stored);
            db.Add(AuditEntry.Of(arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
            return stored.Id.Value;
        });
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        var correction = (await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Sv, null, null), [new(RectifiedField.Phone, phone, "+358401111111", "040 222 2222", "Fel nummer.")], false), person, CancellationToken.None))).Value!.Id;
        await Confirm(correction);
        var item = await App.Stored(db => Task.FromResult(db.RectificationItems.Single().Id));
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(new(correction, [new(item, RectificationDecision.Accept, null, null)], null), decider, CancellationToken.None))).Refusal);
        findings.AddRange(await Look(desk, ["/staff/requests/sources", $"/staff/requests/{correction.Value}/rectification/{item.Value}/letter"]));
        await App.Use((AddRecipient add) => add.Run(new("Adresstjänst Ab", "dataskydd@adress.example", Language.Sv), arranging, CancellationToken.None));
        findings.AddRange(await Look(desk, ["/staff/requests/sources"]));
        await App.Use((TellSource tell) => tell.ByMail(correction, item, decider, CancellationToken.None));
        await page.GotoAsync(new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo("dataskydd@adress.example")), "/told")).PathAndQuery);
        await page.Locator("main form button").ClickAsync();
        findings.AddRange(await LookHere(page));

        // Whoever asked without signing in reads the answer behind a link.
        var visitor = await Someone(language, width);
        await visitor.AskAsVisitor(nameof(RequestType.Rectification), "Åsa Öhman", asked, "Mitt namn är fel.");
        await visitor.GotoAsync(new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo(asked)), "/request/verify")).PathAndQuery);
        await visitor.PressVerify();
        var request = await App.Stored(db => Task.FromResult(db.Requests.Single(r => r.ApplicantEmail != null).Id));
        await App.Use((MatchRequest match) => match.Run(request, customer.Number, decider, CancellationToken.None));
        await Confirm(request);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use((DecideRequest decide) => decide.Run(new(request, RequestDecision.Refuse, "Namnet stämmer.") { Grounds = [DecisionGround.DataIsAccurate] }, decider, CancellationToken.None));
        await visitor.GotoAsync(new Uri(Postbox.LinkIn((await App.MailsTo(asked))[^1], "/request/open")).PathAndQuery);
        findings.AddRange(await LookHere(visitor));
        await visitor.Locator("main form:has(input[name=Secret]) button").ClickAsync();
        await visitor.WaitForURLAsync("**/request/mine");
        findings.AddRange(await Look(visitor, ["/request/mine", "/request/mine/certificate", "/request/mine/withdraw"]));

        AssertNone(findings);

        Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Confirm(RequestId id) =>
            App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), decider, CancellationToken.None));
    }

    // An empty collection's assertion cuts what it found short.
    private static void AssertNone(List<string> findings) => Assert.True(findings.Count == 0, string.Join('\n', findings));

    private List<string> Routes(Func<string, bool> area) => [.. App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
        // A folder's Index answers at the folder's address too.
        .Where(route => !route.EndsWith("/Index", StringComparison.OrdinalIgnoreCase) && !route.Contains('{', StringComparison.Ordinal) && area(route.Split('/')[1].ToLowerInvariant()))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Order(StringComparer.Ordinal)];

    private static async Task<List<string>> Look(IPage page, IReadOnlyList<string> routes)
    {
        var findings = new List<string>();
        foreach (var route in routes)
        {
            var response = await page.GotoAsync(route);
            if (response!.Status >= 500)
                findings.Add($"{route} answered {response.Status}");
            findings.AddRange(await LookHere(page));
        }

        return findings;
    }

    /// <summary>Looks at the page that is open, as a form has left it.</summary>
    private static async Task<List<string>> LookHere(IPage page)
    {
        var route = new Uri(page.Url).AbsolutePath;
        var findings = (await page.Findings()).Select(finding => $"{route}: {finding}").ToList();
        if (await page.Overflow() is > 0 and var pixels)
            findings.Add($"{route} must be scrolled sideways by {pixels} pixels: {await page.Sticking()}");
        await page.KeepPicture();
        return findings;
    }
}

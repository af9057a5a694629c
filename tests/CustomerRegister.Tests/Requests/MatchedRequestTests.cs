using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>What staff have matched with a customer may be a stranger's until the identity is established.</summary>
public abstract class MatchedRequestTests(Engine engine) : AppTest(engine)
{
    private const string Stranger = "tuula@example.fi", Words = "SALAISET-SANANI", Message = "VIESTINI", FileName = "oma-passi.pdf";

    private static readonly Actor Desk = Actor.System("test", "arranging");
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nPassi\n%%EOF");

    [Fact]
    [Clause("N15")]
    [Clause("N32")]
    public async Task The_customer_sees_only_that_it_was_made_in_their_name_and_how_to_say_that_it_was_not_them()
    {
        var (customer, id) = await Matched(RequestType.Complaint);
        using var me = await App.Entered(customer);
        await me.Get("/my/requests");
        Assert.Contains("Tehty nimissäsi", me.Text, StringComparison.Ordinal);
        await me.Get($"/my/requests/{id.Value}");

        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Contains("Joku teki tämän pyynnön nimissäsi", me.Text, StringComparison.Ordinal);
        Assert.Contains($"{(await App.Stored(id)).Number}", me.Text, StringComparison.Ordinal);
        Assert.Contains("Etkö tehnyt tätä pyyntöä?", me.Text, StringComparison.Ordinal);
        Assert.NotEmpty(me.Page.QuerySelectorAll("main a[href^='mailto:'], main a[href^='tel:']"));
        Assert.Empty(me.Page.QuerySelectorAll("main form"));
        HoldsNothing(me.Text);
        await me.Get("/my");
        HoldsNothing(me.Text);
        App.Log.HoldsNone(Words, Message, FileName);
    }

    [Fact]
    [Clause("N15")]
    public async Task Its_files_messages_withdrawal_and_answer_are_not_there()
    {
        var (customer, id) = await Matched(RequestType.Rectification);
        using var me = await App.Entered(customer);
        await me.Get("/my/requests/new/complaint");
        var token = me.Page.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        var file = await App.Stored(db => db.RequestAttachments.Select(a => a.Id).FirstAsync());
        foreach (var address in new[] { "withdraw", "answer", "rectification", "certificate" })
        {
            await me.Get($"/my/requests/{id.Value}/{address}");
            Assert.True(me.Status == HttpStatusCode.NotFound, $"{address}: {me.Status} at {me.Address}");
        }

        foreach (var (address, fields) in new (string, (string, string?)[])[]
        {
            ("?handler=Attachment", [("file", file.Value.ToString())]),
            ("?handler=Write", [("Written.Text", "Hei")]),
            ("?handler=CancelErasure", []),
            ("/withdraw", []),
            ("/answer", [("file", file.Value.ToString())]),
        })
        {
            await me.Post($"/my/requests/{id.Value}{address}", [.. fields.Select(f => (f.Item1, f.Item2!)), ("__RequestVerificationToken", token)]);
            Assert.True(me.Status == HttpStatusCode.NotFound, $"POST {address}: {me.Status} at {me.Address}");
        }

        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);
        Assert.Equal(WithdrawRequestRefusal.RequestNotFound, (await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, id, Desk, default))).Refusal);
        Assert.DoesNotContain(AuditAction.AttachmentDownloaded, await App.Logged(customer.Id));
    }

    [Fact]
    [Clause("N15")]
    public async Task It_is_not_among_the_customers_data_in_any_package()
    {
        var (customer, _) = await Matched(RequestType.Complaint);
        var report = await App.Use((ReadPersonalData read) => read.Run(customer.Id, default));
        var told = string.Join('|', report!.Categories.SelectMany(c => c.Tables).SelectMany(t => t.Rows).SelectMany(r => r.Cells).Select(c => c.Value?.ToString()));
        HoldsNothing(told);
        Assert.DoesNotContain(report.Categories.Single(c => c.Category == DataCategory.Requests).Tables, t => t.Key.StartsWith("request", StringComparison.Ordinal) || t.Key == "dataSubjectRequest");
        Assert.Empty((await App.Use((ReadPortableData read) => read.Run(customer.Id, default)))!.History.Requests);
    }

    [Fact]
    [Clause("N32")]
    public async Task Once_the_identity_is_established_it_is_the_customers_own_but_proof_of_identity_goes_to_nobody_but_the_staff()
    {
        var (customer, id) = await Matched(RequestType.Complaint);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var me = await App.Entered(customer);
        await me.Get($"/my/requests/{id.Value}");
        Assert.Contains(Words, me.Text, StringComparison.Ordinal);
        Assert.Contains(Message, me.Text, StringComparison.Ordinal);
        await me.Press("liite.pdf");
        Assert.Equal(Pdf, me.Content);

        var own = await App.RequestFrom(customer.Id, RequestType.Access);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(own, customer.Id, null, [new(FileName, Pdf)], AttachmentKind.IdentityEvidence), Desk, default))).Succeeded);
        await me.Get($"/my/requests/{own.Value}");
        Assert.Contains("vain käsittelijämme saavat sen auki", me.Text, StringComparison.Ordinal);
        var proof = await App.Stored(db => db.RequestAttachments.Where(a => a.RequestId == own).Select(a => a.Id).SingleAsync());
        Assert.Null(await App.Use((ReadAttachment read) => read.Run(own, proof, customer.Id, Desk, default)));
        Assert.NotNull(await App.Use((ReadAttachment read) => read.Run(own, proof, null, Desk, default)));
    }

    [Theory]
    [Clause("N39")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_objection_restricts_only_when_it_is_known_whose_it_is_and_that_it_is_theirs(bool matchedFirst)
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var id = await App.RequestFromVisitor(Stranger, RequestType.Objection, message: "Vastustan.");
        Func<Task>[] steps =
        [
            async () => Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded),
            async () => Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded),
        ];
        await steps[matchedFirst ? 0 : 1]();
        Assert.Equal(0, await App.Stored(db => db.Restrictions.CountAsync()));

        await steps[matchedFirst ? 1 : 0]();

        var placed = await App.Stored(db => db.Restrictions.AsNoTracking().SingleAsync(r => r.LiftedAt == null));
        Assert.Equal((customer.Id, (RequestId?)id), (placed.CustomerId, placed.RequestId));
        Assert.Contains(AuditAction.RestrictionPlaced, await App.Logged(customer.Id));
    }

    [Theory]
    [Clause("N3")]
    [Clause("N40")]
    [InlineData("statistics")]
    [InlineData(null)]
    public async Task No_use_stops_on_the_word_of_whoever_may_be_a_stranger_and_what_they_object_to_stops_once_they_are_known(string? against)
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var id = await App.RequestFromVisitor(Stranger, RequestType.Objection, message: Words, against: against);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.Equal((true, true), await InUse());

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);

        // Who names one use objects to no other.
        Assert.Equal((false, against is not null), await InUse());

        async Task<(bool Counted, bool Reached)> InUse() =>
            (await App.Stored(db => db.PeopleToCount().AnyAsync()), await App.Use((ReachableCustomers reachable) => reachable.For(BanKind.MarketResearch, ReachedBy.Email).AnyAsync()));
    }

    [Fact]
    [Clause("N39")]
    public async Task After_a_refusal_for_want_of_identity_nothing_is_restricted_and_no_recipient_was_told()
    {
        var (customer, id) = await Matched(RequestType.Objection);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(10));
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((DecideRequest decide) => decide.Run(new(id, RequestDecision.Refuse, "Ei todistetta.") { Grounds = [DecisionGround.PersonNotIdentified] }, officer.AsActor("requests"), default))).Succeeded);

        Assert.Equal((0, 0), await App.Stored(async db => (await db.Restrictions.CountAsync(), await db.RecipientNotices.CountAsync())));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var me = await App.Entered(customer);
        await me.Get($"/my/requests/{id.Value}");
        Assert.Contains("Joku teki tämän pyynnön nimissäsi", me.Text, StringComparison.Ordinal);
        HoldsNothing(me.Text);
    }

    [Fact]
    [Clause("N39")]
    public async Task A_strangers_objection_does_not_keep_up_the_restriction_of_ones_own()
    {
        var (customer, _) = await Matched(RequestType.Objection);
        var own = await App.Use((FileRequest file) => file.Run(new(customer.Id, RequestType.Objection, Channel.Portal, App.Clock.Today(), Language.Fi, "Vastustan.", null), Desk, default));
        Assert.Equal(1, await App.Stored(db => db.Restrictions.CountAsync(r => r.LiftedAt == null)));
        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, own.Value!.Id, Desk, default))).Succeeded);
        Assert.Equal(0, await App.Stored(db => db.Restrictions.CountAsync(r => r.LiftedAt == null)));
    }

    [Fact]
    [Clause("N31")]
    public async Task Staff_part_it_from_the_customer_again_until_the_identity_is_established_and_then_there_may_be_no_data()
    {
        var (customer, id) = await Matched(RequestType.Access);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Henkilöllisyyttä ei ole varmistettu.", officer.Text, StringComparison.Ordinal);
        await officer.Press("Tämä ei ole hänen pyyntönsä");

        Assert.Contains("Pyyntöä ei enää ole yhdistetty asiakkaaseen.", officer.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null((await App.Stored(id)).CustomerId);
        Assert.Contains(AuditAction.RequestUnmatched, await App.Logged(customer.Id));
        using (var me = await App.Entered(customer))
        {
            await me.Get($"/my/requests/{id.Value}");
            Assert.Equal(HttpStatusCode.NotFound, me.Status);
        }

        await officer.Get($"/staff/requests/{id.Value}");
        await officer.Press("Vastaa, ettei tietoja ole");
        Assert.Equal(RequestDecision.NoData, (await App.Stored(id)).Decision);
        Assert.Equal(UnmatchRequestRefusal.Settled, (await App.Use((UnmatchRequest unmatch) => unmatch.Run(id, Desk, default))).Refusal);
    }

    [Fact]
    [Clause("N31")]
    public async Task Parting_takes_back_the_draft_that_waits_and_is_refused_once_it_is_established_whose_it_is()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var (customer, id) = await Matched(RequestType.Objection);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((DecideRequest decide) => decide.Run(new(id, RequestDecision.Refuse, "Ei todistetta.") { Grounds = [DecisionGround.PersonNotIdentified] }, officer.AsActor("requests"), default))).Succeeded);
        Assert.NotNull((await App.Stored(id)).ProposedBy);

        Assert.True((await App.Use((UnmatchRequest unmatch) => unmatch.Run(id, Desk, default))).Succeeded);

        Assert.Null((await App.Stored(id)).ProposedBy);
        Assert.Contains(AuditAction.DecisionReturned, await App.Logged(customer.Id));
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack) { ProofCameOn = App.Clock.Today() }, Desk, default))).Succeeded);
        Assert.Equal(UnmatchRequestRefusal.Settled, (await App.Use((UnmatchRequest unmatch) => unmatch.Run(id, Desk, default))).Refusal);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.DoesNotContain("Tämä ei ole hänen pyyntönsä", desk.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tuula@example.fi", "sama sähköpostiosoite")]
    [InlineData("toinen@example.fi", "vain nimi on sama")]
    public async Task Staff_see_why_somebody_may_be_the_one_who_asks_and_that_the_name_is_what_whoever_asks_said(string onRecord, string why)
    {
        await Given.Customer("Tuula", "Tuntematon", onRecord);
        var id = await App.RequestFromVisitor("tuula@example.fi");
        using var desk = await Given.SignedIn(StaffRole.CustomerService);

        await desk.Get($"/staff/requests/{id.Value}");

        Assert.Contains(why, desk.Page.QuerySelector("form.in-row")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Pyytäjä ilmoitti nimekseen Tuula Tuntematon.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_granted_in_part_is_called_so()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        var one = await App.Stored(db => db.Purposes.Where(p => p.Code == "statistics").Select(p => p.Id).SingleAsync());
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((DecideRequest decide) => decide.Run(
            new(id, RequestDecision.GrantPartly, "Muilta osin emme.") { Purposes = [one], Grounds = [DecisionGround.Excessive] }, officer.AsActor("requests"), default))).Succeeded);
        using var desk = await Given.SignedIn(officer);

        await desk.Get($"/staff/requests/{id.Value}");

        Assert.Equal("Hyväksytty osittain", desk.Page.QuerySelector("h1 + p")!.TextContent.Trim());
    }

    private async Task<(Customer Customer, RequestId Id)> Matched(RequestType type)
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var id = await App.RequestFromVisitor(Stranger, type, message: Words);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, Message, [new("liite.pdf", Pdf)]) { ByVisitor = true }, Desk, default))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, null, [new(FileName, Pdf)], AttachmentKind.IdentityEvidence) { ByVisitor = true }, Desk, default))).Succeeded);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        return (customer, id);
    }

    private static void HoldsNothing(string text)
    {
        foreach (var hidden in new[] { Words, Message, FileName, "liite.pdf", Stranger, "Tuula" })
            Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : MatchedRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : MatchedRequestTests(Engine.Postgres);
}

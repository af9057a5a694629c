using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Two requests for the same that turn out to be of one person: what the one that goes on takes over, and by when it is answered.</summary>
public abstract class MergeRequestsTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    public async Task An_identity_that_was_established_before_the_match_merges_at_the_match_and_the_first_receipt_counts()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo");
        var clerk = await Given.Staff(StaffRole.CustomerService);
        var earlier = await App.RequestFromVisitor("pirkko@example.fi", receivedOn: App.Clock.Today().AddDays(-10));
        Assert.True((await Ask(earlier)).Succeeded);
        var later = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Use((AssignRequest assign) => assign.Run(new(later, clerk.Id, new DateOnly(2026, 12, 21)), Desk, default))).Succeeded);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(later, customer.Id, "Kiirehdin.", []), Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.True((await Confirm(earlier, App.Clock.Today())).Succeeded);
        // Received on 12 November, and the clock stood for four days: 16 December, and not the other's 22nd.
        Assert.Equal(new DateOnly(2026, 12, 16), (await App.Stored(earlier)).DeadlineOn);

        Assert.True((await Match(earlier, customer)).Succeeded);

        var (first, second) = (await App.Stored(earlier), await App.Stored(later));
        Assert.Equal((RequestState.InHand, RequestState.Merged, earlier), (first.State, second.State, second.MergedInto!.Value));
        Assert.Equal(new DateOnly(2026, 12, 16), first.DeadlineOn);
        // The house's target may not be after it; who took care goes on; the message is still unread.
        Assert.Equal((new DateOnly(2026, 12, 16), clerk.Id, true), (first.TargetOn!.Value, first.AssignedTo!.Value, first.HasNewMessage));
        Assert.Equal(earlier, (await App.Stored(db => db.RequestMessages.AsNoTracking().SingleAsync())).RequestId);
        Assert.Contains(AuditAction.RequestMerged, await App.Logged(customer.Id));
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get("/staff/requests");
        Assert.Contains("16.12.2026", desk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("22.12.2026", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_match_alone_changes_no_time_and_merges_nothing_whose_identity_is_not_established()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo");
        var earlier = await App.EstablishedRequestFrom(customer.Id);
        var later = await App.RequestFromVisitor("pirkko@example.fi");
        Assert.True((await Ask(later)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(3));

        Assert.True((await Match(later, customer)).Succeeded);

        var matched = await App.Stored(later);
        Assert.Equal((RequestState.WaitingForIdentity, (RequestId?)null), (matched.State, matched.MergedInto));
        Assert.Null(Assert.Single(matched.Pauses).To);
        Assert.True((await Confirm(later, App.Clock.Today())).Succeeded);
        Assert.Equal(earlier, (await App.Stored(later)).MergedInto);
    }

    [Fact]
    public async Task Items_restrictions_and_a_decision_that_waited_go_the_way_of_the_merge()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var (customer, twin) = (await Given.Customer(), await Given.Customer());
        var earlier = await Correct(twin, App.Clock.Today().AddDays(-1), "Anna");
        var later = await Correct(customer, App.Clock.Today(), "Anni");
        var side = MergeSide.Kept;
        Assert.True((await App.Use((MergeCustomers merge) => merge.Run(new(customer.Id, customer.Version, twin.Id, twin.Version, new(side, side, side, side, side, side, [], [])), Desk, default))).Succeeded);
        Assert.Null(await App.Use(async (EnterRectificationItems enter) => (await enter.Run(new(later, [new(RectifiedField.LastName, null, null, "Uusi", "Nimi on väärin.")], true), Desk, default)).Refusal));
        Assert.True((await Confirm(later)).Succeeded);
        var items = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == later).Select(i => i.Id).ToListAsync());
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(
            new(later, [.. items.Select(item => new ItemDecision(item, RectificationDecision.Accept, null, null))], null), new(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests"), default))).Refusal);
        Assert.NotNull((await App.Stored(later)).ProposedBy);

        Assert.True((await Confirm(earlier)).Succeeded);

        Assert.Equal(["Anna", "Anni", "Uusi"], await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == earlier).OrderBy(i => i.Position).Select(i => i.ProposedValue!).ToListAsync()));
        Assert.Equal(earlier, (await App.Stored(db => db.Restrictions.SingleAsync())).RequestId);
        Assert.Equal((RequestState.Merged, null), ((await App.Stored(later)).State, (await App.Stored(later)).ProposedBy));
        Assert.Null((await App.Stored(earlier)).ProposedBy);
        Assert.Empty(await App.Stored(db => db.RectificationItems.Where(i => i.Draft != null).ToListAsync()));
    }

    [Fact]
    public async Task A_decision_that_waits_falls_with_the_request_that_is_withdrawn_and_leaves_no_draft()
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer();
        var id = await Correct(customer, App.Clock.Today(), "Anni");
        Assert.True((await Confirm(id)).Succeeded);
        var item = await App.Stored(db => db.RectificationItems.Select(i => i.Id).SingleAsync());
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(new(id, [new(item, RectificationDecision.Accept, null, null)], null), officer.AsActor("requests"), default))).Refusal);

        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, id, Desk, default))).Succeeded);

        Assert.Empty(await App.Stored(db => db.RectificationItems.Where(i => i.Draft != null).ToListAsync()));
        Assert.Contains(AuditAction.DecisionReturned, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task An_address_that_one_of_two_requests_has_verified_stays_verified_for_both()
    {
        var customer = await Given.Customer();
        var letter = (await App.Use((FileRequest file) => file.Run(new(null, RequestType.Access, Channel.Letter, App.Clock.Today(), Language.Fi, null, null)
        {
            Applicant = new("Tuula Tuntematon", EmailAddress.Parse("tuula@example.fi"), null),
            LetterIsArchived = true,
        }, Desk, default))).Value!.Id;
        var verified = await App.RequestFromVisitor("Tuula@example.fi");
        foreach (var id in (RequestId[])[letter, verified])
        {
            Assert.True((await Match(id, customer)).Succeeded);
            Assert.True((await Confirm(id)).Succeeded);
        }

        Assert.Equal(letter, (await App.Stored(verified)).MergedInto);
        Assert.True((await App.Stored(letter)).ApplicantEmailVerified);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_that_nobody_has_verified_gets_no_mail_about_a_request_of_the_portal_and_gives_way_to_one_that_is(bool letterIsFirst)
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var day = App.Clock.Today();
        var own = letterIsFirst ? await App.RequestFromVisitor("oikea@example.fi", RequestType.Complaint, message: "Toinen.") : (await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Complaint, Channel.Portal, day, Language.Fi, "Ensin.", null), Desk, default))).Value!.Id;
        if (letterIsFirst)
            Assert.True((await Match(own, customer)).Succeeded);
        Assert.True((await Confirm(own)).Succeeded);
        var letter = (await App.Use((FileRequest file) => file.Run(new(null, RequestType.Complaint, Channel.Letter, letterIsFirst ? day.AddDays(-1) : day, Language.Fi, "Kirjeessä.", null)
        {
            Applicant = new("Aino Virtanen", EmailAddress.Parse("kirjoitusvirhe@example.fi"), null),
            LetterIsArchived = true,
        }, Desk, default))).Value!.Id;
        Assert.True((await Match(letter, customer)).Succeeded);
        var links = await App.Stored(db => db.RequestLinks.Where(l => l.RequestId == letter).Select(l => l.SecretHash).ToListAsync());
        Assert.NotEmpty(links);

        Assert.True((await Confirm(letter)).Succeeded);

        Assert.Empty(await App.Stored(db => db.RequestLinks.Where(l => links.Contains(l.SecretHash)).ToListAsync()));
        var goesOn = await App.Stored(letterIsFirst ? letter : own);
        Assert.Equal((RequestState.InHand, letterIsFirst ? "oikea@example.fi" : null, letterIsFirst), (goesOn.State, goesOn.ApplicantEmail?.ToString(), goesOn.ApplicantEmailVerified));
        Assert.Equal([letterIsFirst ? "Toinen." : "Kirjeessä."], await App.Stored(db => db.RequestMessages.Where(m => m.RequestId == goesOn.Id).Select(m => m.Text).ToListAsync()));
        Assert.True(goesOn.HasNewMessage);
    }

    private async Task<RequestId> Correct(Customer customer, DateOnly receivedOn, string firstName) => (await App.Use((FileRectification file) => file.Run(
        new(new(customer.Id, RequestType.Rectification, Channel.Portal, receivedOn, Language.Fi, null, null), [new(RectifiedField.FirstName, null, null, firstName, "Nimi on väärin.")], false), Desk, default))).Value!.Id;

    private Task<Outcome<IdentityAsked, AskForIdentityRefusal>> Ask(RequestId id) => App.Use((AskForIdentity ask) => ask.Run(id, Desk, default));

    private Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Confirm(RequestId id, DateOnly? proofCameOn = null) =>
        App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack) { ProofCameOn = proofCameOn }, Desk, default));

    private Task<Outcome<DataSubjectRequest, MatchRequestRefusal>> Match(RequestId id, Customer customer) => App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default));

    public sealed class OnSqlite() : MergeRequestsTests(Engine.Sqlite);

    public sealed class OnPostgres() : MergeRequestsTests(Engine.Postgres);
}

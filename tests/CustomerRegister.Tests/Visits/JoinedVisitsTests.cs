using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Visits;

/// <summary>Visits are joined to a customer by a consent of its own, shown to that customer, and gone when it is withdrawn.</summary>
[Clause("N27")]
public abstract class JoinedVisitsTests(Engine engine) : VisitsTest(engine)
{
    private const string Joining = "Käyntien liittäminen asiakastietoihini";

    [Fact]
    public async Task What_a_signed_in_customer_does_is_not_logged_without_their_consent()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await Allowing(await App.Entered(customer));
        foreach (var page in new[] { "/my", "/my/consents", "/notice", "/" })
            await browser.Get(page);

        Assert.Empty(await Logged());
    }

    [Fact]
    [Clause("N28")]
    [Clause("N12")]
    public async Task With_the_consent_visits_are_shown_on_ones_own_page_with_basis_and_retention()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await Allowing(await App.Entered(customer));
        await browser.Get("/my/consents");
        await browser.Press(browser.Page.QuerySelectorAll("#consents form").Single(f => f.TextContent.Contains(Joining, StringComparison.Ordinal)).Id is { } id ? $"#{id} button" : "");
        App.Clock.Advance(TimeSpan.FromSeconds(65));
        browser.From = IPAddress.Parse("203.0.113.9");
        await browser.Get("/my/requests");
        App.Clock.Advance(TimeSpan.FromSeconds(125));
        await browser.Get("/my/uses");
        var visits = await Logged();
        Assert.All(visits, v => Assert.Equal((customer.Id, null), (v.Visit.CustomerId, v.Visit.Visitor)));

        await browser.Get("/my");
        var shown = browser.Page.QuerySelector("#Visits")!.TextContent;
        foreach (var text in new[] { "203.0.113.9", "Firefox, Linux", "Omat pyynnöt", "2\u00a0min 5\u00a0s", "Tietojeni käyttö", Joining, "suostumus", "käynnin alusta." })
            Assert.Contains(text, shown, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N11")]
    public async Task Withdrawing_deletes_what_was_joined_at_once_and_joins_nothing_more()
    {
        var (aino, olli) = (await Given.Customer(email: "aino@example.fi"), await Given.Customer("Olli", "Otso", "olli@example.fi"));
        await Consents(aino);
        await Consents(olli);
        using var browser = await Allowing(await App.Entered(aino));
        using var others = await Allowing(await App.Entered(olli));
        await browser.Get("/my");
        await others.Get("/my");
        Assert.Equal(2, (await Logged()).Count);

        // Told, but not yet written when the consent is withdrawn.
        await browser.Get("/my/uses");
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Consents(aino, given: false);
        await browser.Get("/my");
        await browser.Get("/my/consents");

        Assert.Equal([olli.Id], (await Logged()).Select(v => v.Visit.CustomerId!.Value));
        Assert.Contains(await App.Stored(db => db.AuditEntries.Where(e => e.CustomerId == aino.Id).Select(e => e.Action).ToListAsync(Ct)), a => a == AuditAction.ConsentWithdrawn);
    }

    [Fact]
    public async Task Two_who_share_a_browser_see_nothing_of_each_other_there_or_on_their_own_pages()
    {
        var (aino, olli) = (await Given.Customer(email: "aino@example.fi"), await Given.Customer("Olli", "Otso", "olli@example.fi"));
        await Consents(aino);
        await Consents(olli);
        using var browser = await Allowing(await App.Entered(aino));
        browser.From = IPAddress.Parse("203.0.113.1");
        await browser.Get("/my/security");
        browser.Forget("portal");
        browser.From = IPAddress.Parse("203.0.113.2");
        await browser.Get("/notice");
        await Logged();
        using var second = await App.Entered(olli);
        second.Headers["User-Agent"] = Firefox;
        second.Remember("visits", browser.Cookies["visits"]);
        second.From = IPAddress.Parse("203.0.113.3");
        await second.Get("/my/uses");
        await Logged();

        await browser.Get("/cookies");
        var collected = browser.Page.QuerySelector("#collected")!.TextContent;
        Assert.Contains("203.0.113.2", collected, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.1", collected, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.3", collected, StringComparison.Ordinal);
        await second.Get("/my");
        var own = second.Page.QuerySelector("#Visits")!.TextContent;
        Assert.Contains("203.0.113.3", own, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.1", own, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.2", own, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N39")]
    public async Task Of_a_customer_whose_data_is_restricted_nothing_more_is_joined()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await Consents(customer);
        using var browser = await Allowing(await App.Entered(customer));
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.AccuracyContested), new(ActorKind.Staff, officer.Id, "PrivacyOfficer", "restriction"), Ct));
        await browser.Get("/my");

        Assert.Empty(await Logged());
    }

    [Fact]
    [Clause("N19")]
    [Clause("N42")]
    public async Task Joined_visits_go_with_the_customer_and_what_was_still_to_be_written_too()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await Consents(customer);
        using var browser = await Allowing(await App.Entered(customer));
        browser.From = IPAddress.Parse("203.0.113.250");
        await browser.Get("/my");
        await Logged();
        await browser.Get("/my/uses");
        await App.Use(async (RegisterContext db) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await new ErasePeople(db).Run(PersonScope.One(customer.Id), new HashSet<DataCategory>(Enum.GetValues<DataCategory>()), Ct);
            await transaction.CommitAsync(Ct);
        });

        Assert.Empty(await Logged());
        var dump = await App.Use(async (RegisterContext db) => { await db.Database.OpenConnectionAsync(Ct); return await MarkedPerson.EverythingStored(db); });
        Assert.DoesNotContain("203.0.113.250", dump);
    }

    [Fact]
    [Clause("N20")]
    public async Task Visits_go_by_their_own_period_at_night_those_of_nobody_too()
    {
        var (aino, olli) = (await Given.Customer(email: "aino@example.fi"), await Given.Customer("Olli", "Otso", "olli@example.fi"));
        await Consents(aino);
        await Consents(olli);
        using var stranger = await Allowing();
        using (var browser = await Allowing(await App.Entered(aino)))
            await browser.Get("/my");
        using (var browser = await Allowing(await App.Entered(olli)))
            await browser.Get("/my");
        await stranger.Get("/notice");
        Assert.Equal(3, (await Logged()).Count);
        Assert.Equal(0, (await ForgetOld()).Visits);

        // A hold keeps them through the withdrawal, and they go with it.
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var by = new Actor(ActorKind.Staff, officer.Id, "PrivacyOfficer", "holds");
        var hold = (await App.Use((PlaceHolds place) => place.Run(new([olli.Id], "Riita", officer.Id, App.Clock.Today().AddYears(1)), by, Ct))).Value![0];
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Consents(olli, given: false);
        Assert.Equal(0, (await ForgetOld()).Visits);
        Assert.Equal(3, (await Logged()).Count);
        Assert.True((await App.Use((LiftHold lift) => lift.Run(new(hold.Id, "Ratkaistu"), by, Ct))).Succeeded);
        Assert.Equal(2, (await Logged()).Count);

        App.Clock.Advance(TimeSpan.FromDays(180));
        Assert.Equal(0, (await ForgetOld()).Visits);
        App.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(2, (await ForgetOld()).Visits);
        Assert.Empty(await Logged());
        Assert.Equal(0, await App.Stored(db => db.PageViews.CountAsync(Ct)));
    }

    [Fact]
    [Clause("N11")]
    public async Task The_night_forgets_visits_to_which_nobody_consents_also_where_the_rest_of_the_visits_waits_for_an_approval()
    {
        App.Settings["Retention:Automatic"] = "Mails";
        var (aino, olli) = (await Given.Customer(email: "aino@example.fi"), await Given.Customer("Olli", "Otso", "olli@example.fi"));
        await Consents(aino);
        await Joined(aino);
        await Joined(olli);

        Assert.Equal(1, (await ForgetOld()).Visits);
        Assert.Equal([aino.Id], (await Logged()).Select(v => v.Visit.CustomerId!.Value));
    }

    [Theory]
    [Clause("N11")]
    [Clause("N39")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_objection_kept_through_the_withdrawal_of_the_consent_goes_when_it_is_taken_back_unless_another_restriction_stands(bool another)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await Consents(customer);
        await Joined(customer);
        var by = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        var objection = (await App.Use((FileRequest file) => file.Run(new(customer.Id, RequestType.Objection, Channel.Portal, App.Clock.Today(), Language.Fi, "Vastustan.", null), by, Ct))).Value!.Id;
        if (another)
            await App.Use((PlaceRestriction place) => place.Run(new(customer.Id, RestrictionReason.AccuracyContested), Actor.System("test", "arranging"), Ct));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Consents(customer, given: false);
        Assert.Single(await Logged());

        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, objection, by, Ct))).Succeeded);

        Assert.Equal(another ? 1 : 0, (await Logged()).Count);
    }

    [Fact]
    [Clause("N11")]
    public async Task When_two_customers_turn_out_to_be_one_visits_stay_only_if_that_one_consents()
    {
        var (kept, gone) = (await Given.Customer(email: "aino@example.fi"), await Given.Customer("Aino", "Wirtanen", "a@example.fi"));
        await Consents(gone);
        await Joined(gone);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Consents(kept);
        await Consents(kept, given: false);
        await Joined(gone);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var seer = new Actor(ActorKind.Staff, officer.Id, "PrivacyOfficer", "merging");
        var merged = await App.Use(async (RegisterContext db) =>
        {
            var both = await db.Customers.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Version, Ct);
            var side = MergeSide.Kept;
            return await App.Use((MergeCustomers merge) => merge.Run(new(kept.Id, both[kept.Id], gone.Id, both[gone.Id], new(side, side, side, side, side, side, [], [])), seer, Ct));
        });

        Assert.Null(merged.Refusal);
        Assert.Empty(await Logged());
    }

    [Fact]
    [Clause("N34")]
    public async Task Joined_visits_go_along_to_another_controller_without_the_address_of_the_network()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await Consents(customer);
        using var browser = await Allowing(await App.Entered(customer));
        browser.From = IPAddress.Parse("203.0.113.9");
        await browser.Get("/my/requests");
        App.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.Get("/my/uses");
        await Logged();

        var document = await PortabilityGiven.Read(await App.PortabilityOf(customer.Id));
        Assert.Equal([("/my/requests", 30, "Firefox, Linux"), ("/my/uses", null, "Firefox, Linux")], document.History.PageViews!.Select(p => (p.Page, p.Seconds, p.Browser)));
        Assert.DoesNotContain("203.0.113.9", System.Text.Encoding.UTF8.GetString(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(document)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_happens_in_whichever_order_nothing_is_joined_without_consent_and_no_row_leads_both_ways()
    {
        var people = new[] { await Given.Customer(email: "aino@example.fi"), await Given.Customer("Olli", "Otso", "olli@example.fi") };
        var visitors = new[] { LinkSecret.New().Hash, LinkSecret.New().Hash };
        var log = App.Services.GetRequiredService<VisitLog>();
        // What happens: somebody gives or withdraws, or a page is opened by somebody or nobody; each also in the middle of what is still to be written.
        var happenings = Gen.ArrayOf(from kind in Gen.Choose(0, 5) from who in Gen.Choose(0, 1) from seconds in Gen.Choose(1, 3000) select (kind, who, seconds), 25).Sample(4, 12);
        foreach (var history in happenings)
        {
            foreach (var (kind, who, seconds) in history)
            {
                App.Clock.Advance(TimeSpan.FromSeconds(seconds));
                if (kind <= 1)
                    await Consents(people[who], given: kind == 0);
                else
                    log.Tell(new PageSeen(EntityKey.New<PageViewId>(App.Clock), visitors[who], kind == 5 ? null : people[(who + kind) % 2].Id, "/my", new("203.0.113.1", "Firefox"), App.Clock.Now()));
                if (kind == 4)
                    await log.Written(Ct);
                if (kind <= 1)
                    await NothingWithoutConsent();
            }

            await NothingWithoutConsent();
        }

        async Task NothingWithoutConsent()
        {
            var given = new Dictionary<CustomerId, DateTime?>();
            foreach (var person in people)
                given[person.Id] = (await App.Use((CurrentChoices choices) => choices.Run(person.Id, Ct))).Consents.Single(c => c.Purpose.Code == "visits") is { Given: true } choice ? choice.Since : null;
            foreach (var (visit, pages) in await Logged())
            {
                Assert.True(visit.Visitor is null != visit.CustomerId is null);
                Assert.True(visit.CustomerId is not { } of || pages.TrueForAll(page => page.OpenedAt >= given[of]), "A page is joined to one who did not consent.");
                Assert.NotEmpty(pages);
            }
        }
    }

    /// <summary>A visit that is joined to a customer, whatever they consent to.</summary>
    private Task<int> Joined(Customer customer) => App.Use((RegisterContext db) =>
    {
        var page = new PageSeen(EntityKey.New<PageViewId>(App.Clock), LinkSecret.New().Hash, customer.Id, "/my", new("203.0.113.1", "Firefox"), App.Clock.Now());
        var visit = db.Add(Visit.Begin(EntityKey.New<VisitId>(App.Clock), page)).Entity;
        db.Add(visit.See(page));
        return db.SaveChangesAsync(Ct);
    });

    private Task<ForgottenRecords> ForgetOld() => App.Use((ForgetOldRecords forget) => forget.Run(Ct));

    public sealed class OnSqlite() : JoinedVisitsTests(Engine.Sqlite);

    public sealed class OnPostgres() : JoinedVisitsTests(Engine.Postgres);
}

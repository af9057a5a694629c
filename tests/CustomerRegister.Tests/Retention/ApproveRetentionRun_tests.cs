using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

[Clause("N20")]
public abstract class ApproveRetentionRun_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Second_person_approves_the_list_that_was_shown()
    {
        await PeopleWhoLeft(2);
        var run = await Prepared();
        var second = await Officer();

        var outcome = await Approve(run, second);

        Assert.True(outcome.Succeeded);
        var stored = await App.Stored(db => db.RetentionRuns.SingleAsync(Ct));
        Assert.Equal((RetentionRunState.Approved, second.Id), (stored.State, stored.ApprovedBy));
        Assert.Equal(second.Id, (await Log(AuditAction.RunApproved)).Single().ActorId);
    }

    [Fact]
    public async Task Who_prepared_cannot_approve()
    {
        await PeopleWhoLeft(2);
        var officer = await Officer();
        var run = await Prepared(officer);

        Assert.Equal(ApproveRetentionRunRefusal.SamePerson, (await Approve(run, officer)).Refusal);
        Assert.Equal(RetentionRunState.Prepared, await App.Stored(db => db.RetentionRuns.Select(r => r.State).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Anyone_approves_what_the_night_prepared()
    {
        await PeopleWhoLeft(1);
        Assert.True((await Approve(await Prepared(Job), await Officer())).Succeeded);
    }

    [Fact]
    public async Task List_other_than_the_one_shown_is_refused()
    {
        await PeopleWhoLeft(2);
        var run = await Prepared();

        var outcome = await App.Use(async (ApproveRetentionRun approve) =>
            await approve.Run(new ApproveRetentionRunCommand(run.Id, new string('0', 64)), await Officer(), Ct));

        Assert.Equal(ApproveRetentionRunRefusal.ListChanged, outcome.Refusal);
    }

    [Fact]
    public async Task List_altered_in_the_database_is_refused()
    {
        await PeopleWhoLeft(2);
        var run = await Prepared();
        await App.Use((Data.RegisterContext db) => db.RetentionRunPeople.Where(p => p.Position == 2)
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.Planned, RunOutcome.Kept), Ct));

        Assert.Equal(ApproveRetentionRunRefusal.ListChanged, (await Approve(run, await Officer())).Refusal);
    }

    [Fact]
    public async Task List_is_approved_once()
    {
        await PeopleWhoLeft(1);
        var run = await Approved();
        Assert.Equal(ApproveRetentionRunRefusal.NotPrepared, (await Approve(run, await Officer())).Refusal);
    }

    [Fact]
    public async Task Nothing_is_started_or_carried_out_without_approval()
    {
        await PeopleWhoLeft(1);
        var run = await Prepared();

        Assert.Equal(StartRetentionRunRefusal.NotApproved, (await App.Use((StartRetentionRun start) => start.Run(run.Id, Job, Ct))).Refusal);
        Assert.Equal(CarryOutRetentionRunRefusal.NotRunning, (await App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Job, Ct))).Refusal);
        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    [Theory]
    [InlineData("""update "RetentionRunPeople" set "ErasedCategories" = 4095 where "Position" = 2""")]
    [InlineData("""update "RetentionRunPeople" set "PlannedGrounds" = null where "Position" = 2""")]
    [InlineData("""update "RetentionRunPeople" set "CustomerId" = (select "Id" from "Customers" where "RelationshipEnd" is null) where "Position" = 2""")]
    [InlineData("""delete from "RetentionRunPeople" where "Position" = 2""")]
    public async Task List_altered_in_the_database_after_its_approval_is_not_started(string alteration)
    {
        var people = await PeopleWhoLeft(3);
        await Given.Customer("Jää", "Jäänyt");
        await OrganisationOf("Wartian Herkku", people.Select(p => p.Id));
        var run = await Approved();
        await using (var db = Database.Open())
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync(alteration, Ct));

        Assert.Equal(StartRetentionRunRefusal.ListChanged, (await App.Use((StartRetentionRun start) => start.Run(run.Id, Job, Ct))).Refusal);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/admin/retention/{run.Id.Value}/start");
        await officer.Submit("main form");
        Assert.Contains("Luettelo ei ole se, joka hyväksyttiin", officer.Text, StringComparison.Ordinal);
        Assert.Equal(RetentionRunState.Approved, await App.Stored(db => db.RetentionRuns.Select(r => r.State).SingleAsync(Ct)));
        Assert.Equal(4, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    [Fact]
    public async Task Run_under_way_can_no_longer_be_discarded()
    {
        await PeopleWhoLeft(1);
        var run = await Started();
        Assert.Equal(DiscardRetentionRunRefusal.AlreadyStarted, (await App.Use((DiscardRetentionRun discard) => discard.Run(run.Id, Job, Ct))).Refusal);
    }

    private Task<Outcome<RetentionRun, ApproveRetentionRunRefusal>> Approve(RetentionRun run, Actor by) =>
        App.Use((ApproveRetentionRun approve) => approve.Run(new ApproveRetentionRunCommand(run.Id, run.ListHash), by, Ct));

    public sealed class OnSqlite() : ApproveRetentionRun_tests(Engine.Sqlite);

    public sealed class OnPostgres() : ApproveRetentionRun_tests(Engine.Postgres);
}

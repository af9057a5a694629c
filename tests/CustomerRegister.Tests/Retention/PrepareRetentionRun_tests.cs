using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

[Clause("N20")]
public abstract class PrepareRetentionRun_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Who_left_ten_years_ago_is_on_the_list_and_nobody_else()
    {
        var due = await PeopleWhoLeft(2, on: Today.AddYears(-10));
        await PeopleWhoLeft(2, on: Today.AddYears(-10).AddDays(1));
        await Given.Customer(until: null);

        var run = await Prepared();

        Assert.Equal((RetentionRunState.Prepared, 2, 1L), (run.State, run.People, run.Number));
        Assert.Equal(due.Select(c => c.Id).OrderBy(id => id.Value), (await ListOf(run)).Select(p => p.CustomerId).OrderBy(id => id.Value));
        Assert.Equal(4 + 1, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    [Fact]
    public async Task List_holds_outcome_and_all_grounds_of_everybody()
    {
        var people = await PeopleWhoLeft(4);
        var one = await OrganisationOf("Wartian Herkku", people[0].Id, people[1].Id);
        var open = await InvoiceTo(people[1].Id, new DateOnly(2015, 1, 1));
        var paid = await InvoiceTo(people[2].Id, new DateOnly(2025, 1, 1), paid: true);

        var list = (await ListOf(await Prepared())).ToDictionary(p => p.CustomerId);

        Assert.Equal((RunOutcome.Kept, $"ContactPerson:{one.Number}"), (list[people[0].Id].Planned, list[people[0].Id].PlannedGrounds));
        Assert.Equal((RunOutcome.Kept, $"OpenInvoice:{open.Number};ContactPerson:{one.Number}"), (list[people[1].Id].Planned, list[people[1].Id].PlannedGrounds));
        Assert.Equal((RunOutcome.Kept, $"AccountingAct:{paid.Number}@2032-01-01"), (list[people[2].Id].Planned, list[people[2].Id].PlannedGrounds));
        Assert.Equal((RunOutcome.Erased, null), (list[people[3].Id].Planned, list[people[3].Id].PlannedGrounds));
    }

    [Fact]
    public async Task Preview_counts_people_and_grounds_and_writes_nothing()
    {
        var people = await PeopleWhoLeft(5);
        await OrganisationOf("Wartian Herkku", people[0].Id, people[1].Id);
        await OrganisationOf("Suprêmes délices", people[1].Id);
        await InvoiceTo(people[1].Id, new DateOnly(2015, 1, 1));
        var before = await App.Stored(db => db.AuditEntries.CountAsync(Ct));

        var forecast = await Preview();

        Assert.Equal((5, 3, 2), (forecast.Due, forecast.Erased, forecast.Kept));
        Assert.Equal([(GroundKind.OpenInvoice, 1), (GroundKind.ContactPerson, 2)], forecast.Grounds.Select(g => (g.Key, g.Value)));
        Assert.Equal(before, await App.Stored(db => db.AuditEntries.CountAsync(Ct)));
        Assert.Equal(0, await App.Stored(db => db.RetentionRuns.CountAsync(Ct)));
    }

    [Fact]
    public async Task One_run_at_a_time()
    {
        await PeopleWhoLeft(1);
        await Prepared();

        Assert.Equal(PrepareRetentionRunRefusal.AnotherRunIsOpen, (await Prepare(Today)).Refusal);
    }

    [Fact]
    public async Task Of_two_who_prepare_at_once_one_is_refused()
    {
        await PeopleWhoLeft(3);
        var officer = await Officer();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Prepare(Today, officer))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.Single(outcomes, o => o.Refusal == PrepareRetentionRunRefusal.AnotherRunIsOpen);
        Assert.Equal(3, await App.Stored(db => db.RetentionRunPeople.CountAsync(Ct)));
    }

    [Fact]
    public async Task Day_ahead_is_refused()
    {
        await PeopleWhoLeft(1);
        Assert.Equal(PrepareRetentionRunRefusal.AsOfInFuture, (await Prepare(Today.AddDays(1))).Refusal);
    }

    [Fact]
    public async Task Nobody_due_makes_no_run()
    {
        Assert.Equal(PrepareRetentionRunRefusal.NobodyIsDue, (await Prepare(Today)).Refusal);
        Assert.Equal(0, await App.Stored(db => db.RetentionRuns.CountAsync(Ct)));
    }

    [Fact]
    public async Task Interrupted_list_goes_on_where_it_stopped_and_has_everybody_once()
    {
        App.Settings["Retention:BatchSize"] = "2";
        var people = await PeopleWhoLeft(7);
        var officer = await Officer();
        Breakdown.AfterSteps(28);
        // In a save the breakdown comes wrapped.
        Assert.IsType<BreakdownException>((await Assert.ThrowsAnyAsync<Exception>(() => Prepare(Today, officer))).GetBaseException());
        Breakdown.Repair();
        var half = await App.Stored(db => db.RetentionRuns.SingleAsync(Ct));
        Assert.Equal(RetentionRunState.Preparing, half.State);
        Assert.InRange((await ListOf(half)).Count, 1, 6);

        await App.Use((ListDuePeople list) => list.Run(half.Id, Job, Ct));

        var run = await App.Stored(db => db.RetentionRuns.SingleAsync(Ct));
        var listed = await ListOf(run);
        Assert.Equal((RetentionRunState.Prepared, 7), (run.State, run.People));
        Assert.Equal(officer.Id, run.PreparedBy);
        Assert.Equal(Enumerable.Range(1, 7), listed.Select(p => p.Position));
        Assert.Equal(people.Select(c => c.Id).OrderBy(id => id.Value), listed.Select(p => p.CustomerId).OrderBy(id => id.Value));
    }

    [Fact]
    public async Task Discarded_run_leaves_no_list_and_makes_room_for_another()
    {
        await PeopleWhoLeft(2);
        var run = await Prepared();

        var outcome = await App.Use((DiscardRetentionRun discard) => discard.Run(run.Id, Job, Ct));

        Assert.Equal(RetentionRunState.Discarded, outcome.Value!.State);
        Assert.Empty(await ListOf(run));
        Assert.Single(await Log(AuditAction.RunDiscarded));
        Assert.Equal(2, (await Prepared()).People);
    }

    private Task<Outcome<RetentionRun, PrepareRetentionRunRefusal>> Prepare(DateOnly asOf, Actor? by = null) =>
        App.Use((PrepareRetentionRun prepare) => prepare.Run(new PrepareRetentionRunCommand(asOf), by ?? Job, Ct));

    public sealed class OnSqlite() : PrepareRetentionRun_tests(Engine.Sqlite);

    public sealed class OnPostgres() : PrepareRetentionRun_tests(Engine.Postgres);
}

using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Whatever happens while requested erasures are carried out, everybody goes wholly and once.</summary>
public abstract class RequestedErasureReliabilityTests(Engine engine) : RequestedErasureTest(engine)
{
    [Fact]
    public async Task Several_processes_at_once_erase_everybody_once()
    {
        var people = await PeopleWhoLeft(6);
        foreach (var person in people)
            await Granted(person.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));

        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(Erase)));

        Assert.Equal(6, done.Sum());
        Assert.Equal(6, (await Log(AuditAction.PersonErased)).Count);
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    [Fact]
    public async Task Killed_at_any_step_it_leaves_nobody_half_erased()
    {
        var customer = await Somebody();
        await Arrange(async db => await OrderOf(db, customer.Id));
        var id = await Granted(customer.Id);
        App.Clock.Advance(TimeSpan.FromDays(4));
        var before = await App.Stored(db => db.Customers.AsNoTracking().SingleAsync(Ct));

        var killed = 0;
        for (var steps = 0; ; steps++)
        {
            Breakdown.AfterSteps(steps);
            try
            {
                await Erase();
                break;
            }
            catch (Exception e) when (e.GetBaseException() is BreakdownException)
            {
                killed++;
            }
            finally
            {
                Breakdown.Repair();
            }

            // Killed once all was done, it has nothing left to do.
            if (await App.Stored(db => db.Customers.AsNoTracking().SingleOrDefaultAsync(Ct)) is not { } still)
            {
                Assert.Equal(0, await Erase());
                break;
            }

            Assert.Equal((before.FullName, before.Email, before.SearchText), (still.FullName, still.Email, still.SearchText));
            Assert.Equal(RequestedErasureState.Waiting, (await Stored(id)).State);
            Assert.Empty(await Log(AuditAction.PersonErased));
        }

        Assert.True(killed > 10);
        Assert.Equal(RequestedErasureState.Done, (await Stored(id)).State);
        Assert.Single(await Log(AuditAction.PersonErased));
    }

    [Fact]
    public async Task Where_one_person_cannot_be_erased_the_others_are_and_the_failure_is_told()
    {
        var people = await PeopleWhoLeft(3);
        var requests = new List<RequestId>();
        foreach (var person in people)
            requests.Add(await Granted(person.Id));
        App.Clock.Advance(TimeSpan.FromDays(4));
        var number = people[1].Number;
        await Change(Engine == Engine.Sqlite
            ? $"create trigger refuse before delete on \"Customers\" when old.\"Number\" = {number} begin select raise(abort, 'refused'); end"
            : $"create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$; create trigger refuse before delete on \"Customers\" for each row when (old.\"Number\" = {number}) execute function refuse()");

        var failure = await Assert.ThrowsAsync<AggregateException>(Erase);

        Assert.Contains("refused", Assert.Single(failure.InnerExceptions).GetBaseException().Message, StringComparison.Ordinal);
        Assert.Equal([people[1].Id], await App.Stored(db => db.Customers.Select(c => c.Id).ToListAsync(Ct)));
        Assert.Equal(RequestedErasureState.Waiting, (await Stored(requests[1])).State);
        Assert.Equal(2, (await Log(AuditAction.PersonErased)).Count);
        await Change(Engine == Engine.Sqlite ? "drop trigger refuse" : "drop trigger refuse on \"Customers\"");
        Assert.Equal(1, await Erase());
        Assert.Equal(people.Select(p => (CustomerId?)p.Id).ToHashSet(), [.. (await Log(AuditAction.PersonErased)).Select(e => e.CustomerId)]);
        // What failed after it was begun in the ledger is void at the next start; the others are there once.
        await App.Use((ReplayErasures replay) => replay.Run(Ct));
        Assert.Equal(requests.Select(r => r.Value).Order(), (await App.Use((IErasureLedger ledger) => ledger.Entries(Ct))).Select(e => e.Subject).Order());
    }

    [Fact]
    public async Task Of_two_granted_requests_of_a_person_one_erases_and_the_other_finds_them_gone()
    {
        var customer = await Somebody();
        var first = await Granted(customer.Id);
        var second = await Arrange(async db =>
        {
            var request = DataSubjectRequest.File(EntityKey.New<RequestId>(App.Clock), await db.TakeNumber(NumberSeries.Requests, Ct), customer.Id, RequestType.Erasure, Channel.Portal, Today, Language.Fi, null, null);
            request.ConfirmIdentity(IdentityMethod.PortalSignIn, null, App.Clock.Now());
            request.Decide(new(RequestDecision.Grant, [], null), Guid.CreateVersion7(), App.Clock.Now());
            db.AddRange(request, RequestedErasure.Approve(request.Id, customer.Id, App.Clock.Now(), TimeSpan.Zero));
            return request.Id;
        });
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await Erase());

        Assert.Equal([RequestedErasureState.Done, RequestedErasureState.Done], [(await Stored(first)).State, (await Stored(second)).State]);
        Assert.Single(await Log(AuditAction.PersonErased));
        Assert.Equal(0, await Erase());
    }

    private Task<int> Change(string sql) => App.Use((RegisterContext db) => db.Database.ExecuteSqlRawAsync(sql, Ct));

    public sealed class OnSqlite() : RequestedErasureReliabilityTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestedErasureReliabilityTests(Engine.Postgres);
}

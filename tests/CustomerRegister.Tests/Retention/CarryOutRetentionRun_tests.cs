using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

[Clause("N20")]
public abstract class CarryOutRetentionRun_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    [Clause("N40")]
    public async Task Contact_persons_stay_until_their_role_ends_and_then_all_but_two_go()
    {
        var people = await PeopleWhoLeft(89);
        for (var i = 0; i < 89; i++)
            await OrganisationOf(i switch { 0 => "Wartian Herkku", 1 => "Wilman Kala", _ => $"Company {i}" }, people[i].Id);
        await PeopleStillHere(2);
        var first = await Preview();
        Assert.Equal((89, 0, 89), (first.Due, first.Erased, first.Kept));
        Assert.Equal([(GroundKind.ContactPerson, 89)], first.Grounds.Select(g => (g.Key, g.Value)));

        await EndRoles(people.Skip(2));
        var second = await Preview();
        Assert.Equal((89, 87, 2), (second.Due, second.Erased, second.Kept));
        var run = await CarriedOut(await Started());

        var list = await ListOf(run);
        Assert.Equal(87, list.Count(p => p.Done == RunOutcome.Erased && p.DoneGrounds is null));
        Assert.All(list.Where(p => p.Done == RunOutcome.Kept), p => Assert.StartsWith("ContactPerson:", p.DoneGrounds, StringComparison.Ordinal));
        Assert.Equal(people.Take(2).Select(p => p.Id).ToHashSet(), [.. list.Where(p => p.Done == RunOutcome.Kept).Select(p => p.CustomerId)]);
        Assert.Equal(2 + 2, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Equal(89, await App.Stored(db => db.Orders.CountAsync(o => o.CustomerId == null, Ct)));
        Assert.Equal(87, (await Log(AuditAction.PersonErased)).Select(e => e.CustomerId).Distinct().Count());
        Assert.Equal(2, (await Log(AuditAction.PersonReduced)).Select(e => e.CustomerId).Distinct().Count());
        Assert.All(await Log(AuditAction.PersonErased, AuditAction.PersonReduced), e => Assert.Equal(run.Id.Value, e.SubjectId));
        Assert.Single(await Log(AuditAction.RunFinished));
    }

    [Fact]
    [Clause("N19")]
    public async Task Invoice_that_came_after_the_preview_keeps_its_person()
    {
        var people = await PeopleWhoLeft(2);
        var run = await Started();
        var invoice = await InvoiceTo(people[0].Id, Today);

        await CarriedOut(run);

        var kept = (await ListOf(run)).Single(p => p.CustomerId == people[0].Id);
        Assert.Equal((RunOutcome.Erased, RunOutcome.Kept), (kept.Planned, kept.Done));
        Assert.Equal($"OpenInvoice:{invoice.Number};AccountingAct:{invoice.Number}@2033-01-01", kept.DoneGrounds);
        var customer = await App.Stored(db => db.Customers.SingleAsync(Ct));
        Assert.Equal((people[0].Id, "Nimi0 Lähtenyt0"), (customer.Id, customer.FullName));
        Assert.Equal("Ostaja", await App.Stored(db => db.Invoices.Select(i => i.BuyerName).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Who_came_back_after_the_preview_is_left_alone()
    {
        var people = await PeopleWhoLeft(2);
        var run = await Started();
        await Arrange(async db =>
        {
            var back = await db.Customers.SingleAsync(c => c.Id == people[0].Id, Ct);
            back.EndRelationship(Today.AddDays(-1));
            return back;
        });

        await CarriedOut(run);

        var list = (await ListOf(run)).ToDictionary(p => p.CustomerId);
        Assert.Equal((RunOutcome.NoLongerDue, 0), (list[people[0].Id].Done, list[people[0].Id].ErasedCategories));
        Assert.Equal(people[0].Id, await App.Stored(db => db.Customers.Select(c => c.Id).SingleAsync(Ct)));
        Assert.Equal(people[0].Id, await App.Stored(db => db.Orders.Where(o => o.CustomerId != null).Select(o => o.CustomerId!.Value).SingleAsync(Ct)));
        Assert.Single(await Log(AuditAction.PersonErased, AuditAction.PersonReduced));
    }

    [Fact]
    public async Task Ground_that_ended_after_approval_erases_no_more_than_was_approved()
    {
        var people = await PeopleWhoLeft(1);
        await OrganisationOf("Wartian Herkku", people[0].Id);
        var run = await Started();
        await EndRoles(people);

        await CarriedOut(run);

        var kept = (await ListOf(run)).Single();
        Assert.Equal((RunOutcome.Kept, "NotApproved:"), (kept.Done, kept.DoneGrounds));
        Assert.Equal("Nimi0 Lähtenyt0", (await App.Stored(db => db.Customers.SingleAsync(Ct))).FullName);
        Assert.Equal((1, 1, 0), ((await Preview()).Due, (await Preview()).Erased, (await Preview()).Kept));
    }

    [Fact]
    public async Task Who_was_erased_otherwise_meanwhile_is_done_without_a_second_entry()
    {
        var people = await PeopleWhoLeft(2);
        var run = await Started();
        await App.Use(async (RegisterContext db) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await new ErasePeople(db).Run(PersonScope.One(people[0].Id), Enum.GetValues<DataCategory>().ToHashSet(), Ct);
            await transaction.CommitAsync(Ct);
        });

        await CarriedOut(run);

        Assert.All(await ListOf(run), p => Assert.Equal(RunOutcome.Erased, p.Done));
        Assert.Equal(people[1].Id, (await Log(AuditAction.PersonErased)).Single().CustomerId);
    }

    [Fact]
    public async Task Killed_at_any_moment_and_begun_again_everybody_is_done_exactly_once()
    {
        App.Settings["Retention:BatchSize"] = "2";
        var people = await PeopleWhoLeft(7);
        await OrganisationOf("Wartian Herkku", people[3].Id);
        await InvoiceTo(people[4].Id, Today.AddYears(-1), paid: true);
        var run = await Started();

        var deaths = 0;
        for (var steps = 0; await App.Stored(db => db.RetentionRuns.AnyAsync(r => r.State == RetentionRunState.Running, Ct)); steps++)
        {
            Breakdown.AfterSteps(steps);
            try
            {
                await App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Job, Ct));
            }
            catch (Exception e) when (e.GetBaseException() is BreakdownException)
            {
                deaths++;
            }

            Breakdown.Repair();
            await NobodyIsHalfDone();
        }

        Assert.InRange(deaths, 15, 500);
        var list = await ListOf(run);
        Assert.All(list, p => Assert.NotNull(p.Done));
        Assert.Equal(5, list.Count(p => p.Done == RunOutcome.Erased));
        var entries = await Log(AuditAction.PersonErased, AuditAction.PersonReduced);
        Assert.Equal(people.Select(p => (CustomerId?)p.Id).OrderBy(id => id!.Value.Value), entries.Select(e => e.CustomerId).OrderBy(id => id!.Value.Value));
        Assert.Single(await Log(AuditAction.RunFinished));
    }

    [Fact]
    public async Task Two_processes_at_once_do_nobody_twice()
    {
        App.Settings["Retention:BatchSize"] = "3";
        var people = await PeopleWhoLeft(40);
        var run = await Started();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Job, Ct)))));

        Assert.Equal(RetentionRunState.Finished, await App.Stored(db => db.RetentionRuns.Select(r => r.State).SingleAsync(Ct)));
        var entries = await Log(AuditAction.PersonErased);
        Assert.Equal(40, entries.Count);
        Assert.Equal(people.Select(p => p.Id).ToHashSet(), [.. entries.Select(e => e.CustomerId!.Value)]);
        Assert.Single(await Log(AuditAction.RunFinished));
    }

    [Fact]
    public async Task Kept_voucher_loses_the_link_to_its_customer_but_not_its_buyer()
    {
        var people = await PeopleWhoLeft(1);
        await InvoiceTo(people[0].Id, new DateOnly(2025, 1, 1), paid: true);

        var run = await CarriedOut(await Started());

        Assert.Equal((RunOutcome.Kept, "AccountingAct:50001@2032-01-01"), (await ListOf(run)).Select(p => (p.Done!.Value, p.DoneGrounds)).Single());
        var invoice = await App.Stored(db => db.Invoices.SingleAsync(Ct));
        Assert.Equal((null, "Ostaja"), (invoice.CustomerId, invoice.BuyerName));
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Single(await Log(AuditAction.PersonReduced));
    }

    [Fact]
    public async Task What_stays_of_a_person_is_found_and_what_went_is_not()
    {
        var people = await PeopleWhoLeft(1);
        var organisation = await OrganisationOf("Muinainen Osuuskunta", people[0].Id);
        await EndRoles(people);
        await InvoiceTo(people[0].Id, new DateOnly(2015, 1, 1));
        Assert.NotEqual(0, organisation.Number);
        await Arrange(async db =>
        {
            var loaded = await db.Customers.Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).SingleAsync(Ct);
            loaded.RefreshSearchText();
            return loaded;
        });
        Assert.Equal((1, 1), (await Found("muinainen"), await Found("lahtenyt0")));

        await CarriedOut(await Started());

        Assert.Equal((0, 1), (await Found("muinainen"), await Found("lahtenyt0")));
    }

    [Fact]
    public async Task Bans_of_whoever_can_still_be_reached_stay_in_force()
    {
        var people = await PeopleWhoLeft(2);
        await OrganisationOf("Wartian Herkku", people[0].Id);
        await Arrange(db =>
        {
            foreach (var person in people)
                db.Add(Ban.Of(person.Id, BanKind.DirectMarketing, true, Channel.Phone, App.Clock));
            return Task.FromResult(0);
        });

        await CarriedOut(await Started());

        Assert.Equal(people[0].Id, (await App.Stored(db => db.Bans.SingleAsync(Ct))).CustomerId);
    }

    [Fact]
    public async Task Open_request_keeps_everything()
    {
        var people = await PeopleWhoLeft(1);
        await Arrange(async db =>
        {
            db.Add(DataSubjectRequest.File(EntityKey.New<RequestId>(App.Clock), await db.TakeNumber(NumberSeries.Requests, Ct), people[0].Id,
                RequestType.Access, Channel.Letter, Today, Language.Fi, "Mitä tietoja minusta on?", null));
            return 0;
        });

        var run = await CarriedOut(await Started());

        Assert.Equal((RunOutcome.Kept, 0), (await ListOf(run)).Select(p => (p.Done!.Value, p.ErasedCategories)).Single());
        Assert.Equal(1, await App.Stored(db => db.Orders.CountAsync(o => o.CustomerId != null, Ct)));
        Assert.Empty(await Log(AuditAction.PersonErased, AuditAction.PersonReduced));
    }

    private Task<int> Found(string term) => App.Stored(db => db.CustomersMatching([term]).CountAsync(Ct));

    private Task<int> PeopleStillHere(int count) => Arrange(async db =>
    {
        var number = await db.TakeNumber(NumberSeries.Customers, Ct, count);
        for (var i = 0; i < count; i++)
            db.Add(Person(number + i, "Täällä", $"Yhä{i}"));
        return count;
    });

    private Task<int> EndRoles(IEnumerable<Customer> of) => Arrange(async db =>
    {
        var ids = of.Select(c => c.Id).ToList();
        foreach (var role in await db.ContactRoles.Where(r => ids.Contains(r.CustomerId)).ToListAsync(Ct))
            role.End(new DateOnly(1998, 5, 6));
        return 0;
    });

    /// <summary>Whoever is marked as done is done, and the others are untouched.</summary>
    private async Task NobodyIsHalfDone()
    {
        var here = await App.Stored(db => db.Customers.Select(c => c.Id).ToListAsync(Ct));
        var withOrders = await App.Stored(db => db.Orders.Where(o => o.CustomerId != null).Select(o => o.CustomerId!.Value).ToListAsync(Ct));
        var entries = (await Log(AuditAction.PersonErased, AuditAction.PersonReduced)).Select(e => e.CustomerId!.Value).ToList();
        foreach (var person in await App.Stored(db => db.RetentionRunPeople.AsNoTracking().ToListAsync(Ct)))
        {
            Assert.Equal(person.Done is null, withOrders.Contains(person.CustomerId));
            Assert.Equal(person.Done is null || person.DoneGrounds?.StartsWith("ContactPerson", StringComparison.Ordinal) == true, here.Contains(person.CustomerId));
            Assert.Equal(person.Done is null ? 0 : 1, entries.Count(e => e == person.CustomerId));
        }
    }

    [Fact]
    public async Task Where_one_writes_at_a_time_a_batch_that_lasts_long_makes_the_next_one_smaller()
    {
        await PeopleWhoLeft(300);
        var run = await Started();
        // However few the people, a batch lasts seconds.
        App.Clock.AutoAdvanceAmount = TimeSpan.FromSeconds(1);

        await CarriedOut(run);

        var ledger = App.Services.GetRequiredService<IErasureLedger>();
        var batches = new List<int>();
        foreach (var entry in await ledger.Entries(Ct))
            batches.Add((await ledger.PeopleOf(entry.Id, Ct)).Count);
        Assert.Equal(Engine == Engine.Sqlite ? [100, 50, 50, 50, 50] : [300], batches);
    }

    public sealed class OnSqlite() : CarryOutRetentionRun_tests(Engine.Sqlite);

    public sealed class OnPostgres() : CarryOutRetentionRun_tests(Engine.Postgres);
}

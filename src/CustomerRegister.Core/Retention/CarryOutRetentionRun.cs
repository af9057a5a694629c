using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

public enum CarryOutRetentionRunRefusal
{
    /// <summary>The run is not under way: not started yet, or over.</summary>
    NotRunning,
}

/// <summary>
/// Carries a started run out, a batch of people in each transaction. Everybody is weighed again at that moment: whoever has got a
/// ground since stays, and whose ground has ended waits for the next run. Killed anywhere, or run by several processes at once,
/// it leaves every person done exactly once.
/// </summary>
public sealed class CarryOutRetentionRun(RegisterContext db, TimeProvider clock, ReadErasureFacts readFacts, ErasePlanned erase, CarryOutRecords records, FinishForgetting finish, RetentionRules rules, RetentionBatch batch)
{
    // Where a batch may not last long, the first one shows how many that are.
    private const int First = 100, Fewest = 50;

    public async Task<Outcome<RetentionRun, CarryOutRetentionRunRefusal>> Run(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        if (!await db.RetentionRuns.AnyAsync(r => r.Id == id && r.State == RetentionRunState.Running, ct))
            return CarryOutRetentionRunRefusal.NotRunning;
        var size = db.LongestHold is null ? batch.Size : Math.Min(batch.Size, First);
        int? done = 0;
        while (done is { } position)
        {
            var begun = clock.GetTimestamp();
            done = await NextBatch(id, position, size, actor, ct);
            var held = clock.GetElapsedTime(begun);
            if (db.LongestHold is { } longest)
                size = (int)Math.Clamp(size * Math.Min(longest / held, 2), Math.Min(Fewest, batch.Size), batch.Size);
            await db.LetOthersWrite(held, ct);
        }

        await finish.Run(ct);
        await Finish(id, actor, ct);
        return await db.RetentionRuns.AsNoTracking().SingleAsync(r => r.Id == id, ct);
    }

    /// <returns>The last position done; null when there is nothing more to do.</returns>
    private async Task<int?> NextBatch(RetentionRunId id, int after, int size, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Running) is not { } run)
            return null;
        var people = await db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == id && p.Position > after && p.Done == null)
            .OrderBy(p => p.Position).Take(size).ToListAsync(ct);
        if (people.Count == 0)
            return null;
        // A batch is of one rule.
        people.RemoveAll(p => p.Rule != people[0].Rule);
        await CarryOut(run, people, actor, ct);
        await transaction.CommitAsync(ct);
        await erase.Committed();
        // A run of any length holds one batch in memory.
        db.ChangeTracker.Clear();
        return people[^1].Position;
    }

    /// <summary>Unless it was paused, or another process has finished it.</summary>
    private async Task Finish(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Running) is not { } run || await db.RetentionRunPeople.AnyAsync(p => p.RunId == id && p.Done == null, ct))
            return;
        run.Finish(clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.RunFinished, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task CarryOut(RetentionRun run, List<RetentionRunPerson> people, Actor actor, CancellationToken ct)
    {
        var keys = people.Select(p => p.CustomerId).ToList();
        // Nobody may get a new invoice between the look and the deed.
        await db.HoldCustomers(keys, ct);
        if (people[0].Rule != RetentionRule.CustomerData)
        {
            await records.Run(run, people, actor, ct);
            return;
        }

        var ends = await db.Customers.AsNoTracking().Where(c => EF.Parameter(keys).Contains(c.Id)).Select(c => new { c.Id, c.RelationshipEnd }).ToDictionaryAsync(c => c.Id, c => c.RelationshipEnd, ct);
        var facts = await readFacts.Run(keys, ct);
        var (today, now) = (clock.Today(), clock.Now());
        var plans = new List<(ErasurePlan, Guid)>();
        foreach (var person in people)
        {
            var isHere = ends.TryGetValue(person.CustomerId, out var end);
            if (isHere && !rules.IsDue(end, run.AsOf))
            {
                person.LeaveAlone(now);
                continue;
            }

            var plan = person.CarryOut(ErasurePlan.Of(facts[person.CustomerId], today, rules), now);
            // Whom a request has erased since the list was made is not erased a second time.
            if (isHere)
                plans.Add((plan, run.Id.Value));
        }

        await Note(run.Id, people, now, ct);
        await erase.Run(plans, categories => Scope(run.Id, people, categories), SuppressionCause.Retention, actor, ct, run.People);
    }

    /// <summary>Writes what was decided of each. Most go alike: one statement notes it of all of them, when the others have been noted.</summary>
    private async Task Note(RetentionRunId run, List<RetentionRunPerson> people, DateTime now, CancellationToken ct)
    {
        var alike = people.GroupBy(p => (p.Done, p.DoneGrounds, p.ErasedCategories)).OrderByDescending(g => g.Count()).ToList();
        await db.Bulk().Update([.. alike.Skip(1).SelectMany(g => g)],
            [nameof(RetentionRunPerson.Done), nameof(RetentionRunPerson.DoneGrounds), nameof(RetentionRunPerson.ErasedCategories), nameof(RetentionRunPerson.DoneAt)], ct);
        var (first, last) = (people[0].Position, people[^1].Position);
        var (done, grounds, categories) = alike[0].Key;
        await db.RetentionRunPeople.Where(p => p.RunId == run && p.Position >= first && p.Position <= last && p.Done == null).ExecuteUpdateAsync(
            s => s.SetProperty(p => p.Done, done).SetProperty(p => p.DoneGrounds, grounds).SetProperty(p => p.ErasedCategories, categories).SetProperty(p => p.DoneAt, now), ct);
    }

    private static PersonScope Scope(RetentionRunId run, List<RetentionRunPerson> people, int categories) => new(
        """in (select "CustomerId" from "RetentionRunPeople" where "RunId" = @run and "Position" between @first and @last and "ErasedCategories" = @categories)""",
        [("@run", run), ("@first", people[0].Position), ("@last", people[^1].Position), ("@categories", categories)]);
}

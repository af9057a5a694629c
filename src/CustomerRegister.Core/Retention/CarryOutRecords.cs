using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Retention;

/// <summary>Carries out the part of a run's list that is of a rule beside the customer data: see <see cref="CarryOutRetentionRun"/>, whose transaction and batch it works in.</summary>
public sealed class CarryOutRecords(RegisterContext db, TimeProvider clock, ForeseeRecords foresee, OldRecords old)
{
    /// <param name="people">Of one rule; held by the caller.</param>
    public async Task Run(RetentionRun run, IReadOnlyList<RetentionRunPerson> people, Actor actor, CancellationToken ct)
    {
        var rule = people[0].Rule;
        var grounds = (await foresee.Of(rule, [.. people.Select(p => p.CustomerId)], clock.Today(), ct)).ToDictionary(p => p.CustomerId, p => p.Grounds);
        foreach (var person in people)
            person.CarryOutRecords(grounds[person.CustomerId], clock.Now());
        var bulk = db.Bulk();
        await bulk.Update(people, [nameof(RetentionRunPerson.Done), nameof(RetentionRunPerson.DoneGrounds), nameof(RetentionRunPerson.DoneAt)], ct);
        var going = people.Where(p => p.Done == RunOutcome.Erased).Select(p => p.CustomerId).ToList();
        await old.Forget(rule, run.AsOf, going, ct);
        await bulk.Write([.. going.Select(person => AuditEntry.Of(actor, AuditAction.OldRecordsForgotten, clock, person, run.Id.Value, OldRecords.CategoryOf(rule).ToString()))], ct);
    }
}

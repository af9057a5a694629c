using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="AsOf">The day on which the retention period must be over.</param>
/// <param name="Rule">The one rule that the run is of; null for all that need approval.</param>
public sealed record PrepareRetentionRunCommand(DateOnly AsOf, RetentionRule? Rule = null);

public enum PrepareRetentionRunRefusal
{
    AsOfInFuture,
    NobodyIsDue,
    /// <summary>One run at a time: finish it or discard it first.</summary>
    AnotherRunIsOpen,
}

/// <summary>
/// Prepares a retention run (N20): a list of every person whose retention period is over by a rule, with outcome and grounds. Nothing is
/// erased; a second person must approve the list.
/// </summary>
public sealed class PrepareRetentionRun(RegisterContext db, TimeProvider clock, RetentionRules rules, ForeseeErasures foresee, OldRecords old, ListDuePeople list)
{
    // Nobody's period can be over before, and no period can be counted back from the beginning of the calendar.
    private const int FirstYear = 1900;

    public async Task<Outcome<RetentionRun, PrepareRetentionRunRefusal>> Run(PrepareRetentionRunCommand command, Actor actor, CancellationToken ct)
    {
        if (command.AsOf > clock.Today())
            return PrepareRetentionRunRefusal.AsOfInFuture;
        if (command.AsOf.Year < FirstYear || !await IsAnybodyDue(command, ct))
            return PrepareRetentionRunRefusal.NobodyIsDue;
        if (await Begin(command, actor, ct) is not { } id)
            return PrepareRetentionRunRefusal.AnotherRunIsOpen;
        await list.Run(id, actor, ct);
        return await db.RetentionRuns.AsNoTracking().SingleAsync(r => r.Id == id, ct);
    }

    private async Task<bool> IsAnybodyDue(PrepareRetentionRunCommand command, CancellationToken ct)
    {
        foreach (var rule in rules.OfRun(command.Rule))
        {
            if (rule == RetentionRule.CustomerData ? await foresee.IsAnybodyDue(command.AsOf, ct) : await old.Owners(rule, command.AsOf).AnyAsync(ct))
                return true;
        }

        return false;
    }

    private async Task<RetentionRunId?> Begin(PrepareRetentionRunCommand command, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The number first: its row stays locked until the end, so that of two who begin at once the second sees the first's run.
        var number = await db.TakeNumber(NumberSeries.RetentionRuns, ct);
        if (await db.RetentionRuns.AnyAsync(r => r.State != RetentionRunState.Finished && r.State != RetentionRunState.Discarded, ct))
            return null;
        var run = RetentionRun.Begin(EntityKey.New<RetentionRunId>(clock), number, command.AsOf, actor.Kind == ActorKind.Staff ? actor.Id : null, clock.Now(), command.Rule);
        db.Add(run);
        db.Add(AuditEntry.Of(actor, AuditAction.RunBegun, clock, subject: run.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run.Id;
    }
}

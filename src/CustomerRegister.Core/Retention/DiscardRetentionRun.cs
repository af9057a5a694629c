using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

public enum DiscardRetentionRunRefusal
{
    /// <summary>The run has been started, or is over.</summary>
    AlreadyStarted,
}

/// <summary>Gives up a run that has not been started. Its list goes: a list of people that nobody acts on serves nothing.</summary>
public sealed class DiscardRetentionRun(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<RetentionRun, DiscardRetentionRunRefusal>> Run(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Preparing, RetentionRunState.Prepared, RetentionRunState.Approved) is not { } run)
            return DiscardRetentionRunRefusal.AlreadyStarted;
        await db.RetentionRunPeople.Where(p => p.RunId == id).ExecuteDeleteAsync(ct);
        run.Discard();
        db.Add(AuditEntry.Of(actor, AuditAction.RunDiscarded, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }
}

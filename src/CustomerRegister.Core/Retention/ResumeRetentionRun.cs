using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Retention;

public enum ResumeRetentionRunRefusal
{
    NotPaused,
}

/// <summary>Lets a paused run go on where it stopped.</summary>
public sealed class ResumeRetentionRun(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<RetentionRun, ResumeRetentionRunRefusal>> Run(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Paused) is not { } run)
            return ResumeRetentionRunRefusal.NotPaused;
        run.Resume();
        db.Add(AuditEntry.Of(actor, AuditAction.RunResumed, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Retention;

public enum PauseRetentionRunRefusal
{
    /// <summary>The run is not under way.</summary>
    NotRunning,
}

/// <summary>Stops a run after the batch that is being carried out, until it is resumed. Whoever is done stays done.</summary>
public sealed class PauseRetentionRun(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<RetentionRun, PauseRetentionRunRefusal>> Run(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Running) is not { } run)
            return PauseRetentionRunRefusal.NotRunning;
        run.Pause();
        db.Add(AuditEntry.Of(actor, AuditAction.RunPaused, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }
}

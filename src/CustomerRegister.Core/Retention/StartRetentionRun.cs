using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Retention;

public enum StartRetentionRunRefusal
{
    NotApproved,
    /// <summary>The list is not the one that was approved: somebody has changed it in the database.</summary>
    ListChanged,
}

/// <summary>Sets an approved run going. From here on it is carried out to the end, whatever process lives or dies: see <see cref="CarryOutRetentionRun"/>.</summary>
public sealed class StartRetentionRun(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<RetentionRun, StartRetentionRunRefusal>> Run(RetentionRunId id, Actor actor, CancellationToken ct)
    {
        // A long list, and nobody else is to wait for its reading: an approved one changes no more, save by whoever is to be found out.
        var hash = await db.HashOfList(id, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(id, ct, RetentionRunState.Approved) is not { } run)
            return StartRetentionRunRefusal.NotApproved;
        if (hash != run.ListHash)
            return StartRetentionRunRefusal.ListChanged;
        run.Start(clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.RunStarted, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }
}

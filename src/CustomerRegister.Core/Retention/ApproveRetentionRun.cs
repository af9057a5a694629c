using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Retention;

/// <param name="ListHash">The seal of the list that the approver was shown.</param>
public sealed record ApproveRetentionRunCommand(RetentionRunId Run, string ListHash);

public enum ApproveRetentionRunRefusal
{
    /// <summary>The run is not waiting for approval: not ready yet, approved already, discarded or done.</summary>
    NotPrepared,
    /// <summary>Whoever prepared the list cannot approve it.</summary>
    SamePerson,
    /// <summary>The list is not the one that was shown.</summary>
    ListChanged,
}

/// <summary>A second person answers for exactly the list that they were shown.</summary>
public sealed class ApproveRetentionRun(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<RetentionRun, ApproveRetentionRunRefusal>> Run(ApproveRetentionRunCommand command, Actor actor, CancellationToken ct)
    {
        if (actor is not { Kind: ActorKind.Staff, Id: { } approver })
            throw new InvalidOperationException("Only a member of staff approves a run.");
        // Before the transaction, for nobody else is to wait for it: the list of a prepared run changes no more, save by whoever is to be found out.
        var hash = await db.HashOfList(command.Run, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.HoldRun(command.Run, ct, RetentionRunState.Prepared) is not { } run)
            return ApproveRetentionRunRefusal.NotPrepared;
        if (run.PreparedBy == approver)
            return ApproveRetentionRunRefusal.SamePerson;
        // The rows themselves are read again: a seal alone would not show that they were altered in the database.
        if (command.ListHash != run.ListHash || hash != run.ListHash)
            return ApproveRetentionRunRefusal.ListChanged;
        run.Approve(approver, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.RunApproved, clock, subject: run.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }
}

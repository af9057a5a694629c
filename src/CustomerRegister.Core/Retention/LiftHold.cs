using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

public sealed record LiftHoldCommand(LegalHoldId Hold, string? Reason);

/// <summary>Lifts a legal hold. What was due or granted meanwhile is erased from then on as if there had been none.</summary>
public sealed class LiftHold(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<LegalHold, HoldRefusal>> Run(LiftHoldCommand command, Actor actor, CancellationToken ct)
    {
        if (actor is not { Kind: ActorKind.Staff, Id: { } by })
            throw new InvalidOperationException("A named member of staff lifts a hold.");
        if (await db.LegalHolds.SingleOrDefaultAsync(h => h.Id == command.Hold, ct) is not { } hold)
            return HoldRefusal.NotFound;
        if (!hold.IsInForce)
            return HoldRefusal.AlreadyLifted;
        if (string.IsNullOrWhiteSpace(command.Reason))
            return HoldRefusal.ReasonMissing;
        hold.Lift(command.Reason, by, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.HoldLifted, clock, hold.CustomerId, hold.Id.Value));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.SaveChangesAsync(ct);
            await db.ForgetUnconsentedVisits(hold.CustomerId, ct);
            await transaction.CommitAsync(ct);
            return hold;
        }
        catch (DbUpdateConcurrencyException)
        {
            return HoldRefusal.ChangedMeanwhile;
        }
    }
}

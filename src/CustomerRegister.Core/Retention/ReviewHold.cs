using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

public sealed record ReviewHoldCommand(LegalHoldId Hold, DateOnly ReviewOn, Guid Owner);

/// <summary>A hold has been weighed anew and is still needed: until its next review, perhaps with another owner.</summary>
public sealed class ReviewHold(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<LegalHold, HoldRefusal>> Run(ReviewHoldCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.LegalHolds.SingleOrDefaultAsync(h => h.Id == command.Hold, ct) is not { } hold)
            return HoldRefusal.NotFound;
        if (!hold.IsInForce)
            return HoldRefusal.AlreadyLifted;
        if (PlaceHolds.RefusalOf(command.ReviewOn, clock.Today()) is { } refused)
            return refused;
        if (!await PlaceHolds.CanHold(db, command.Owner, clock.Today(), ct))
            return HoldRefusal.OwnerCannotHold;
        hold.Keep(command.ReviewOn, command.Owner);
        db.Add(AuditEntry.Of(actor, AuditAction.HoldReviewed, clock, hold.CustomerId, hold.Id.Value, [nameof(hold.ReviewOn), nameof(hold.OwnerId)]));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return HoldRefusal.ChangedMeanwhile;
        }

        return hold;
    }
}

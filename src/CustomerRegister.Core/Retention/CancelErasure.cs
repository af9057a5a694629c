using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

public enum CancelErasureRefusal
{
    /// <summary>There is no such erasure, or it is another person's.</summary>
    NotFound,

    /// <summary>It has been carried out or stopped already.</summary>
    TooLate,
}

/// <summary>Stops an approved erasure while its cooling-off time lasts: the person changed their mind, or staff found a mistake.</summary>
public sealed class CancelErasure(RegisterContext db, TimeProvider clock)
{
    /// <param name="owner">The customer whose erasure it must be, when a customer stops it; null for staff.</param>
    public async Task<Outcome<RequestedErasure, CancelErasureRefusal>> Run(RequestId id, CustomerId? owner, Actor actor, CancellationToken ct)
    {
        var erasure = await db.RequestedErasures.SingleOrDefaultAsync(e => e.RequestId == id && (owner == null || e.CustomerId == owner), ct);
        if (erasure is null)
            return CancelErasureRefusal.NotFound;
        if (erasure.State != RequestedErasureState.Waiting)
            return CancelErasureRefusal.TooLate;

        erasure.Cancel();
        db.Add(AuditEntry.Of(actor, AuditAction.ErasureCancelled, clock, erasure.CustomerId, id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The erasure began at the same moment.
            return CancelErasureRefusal.TooLate;
        }

        return erasure;
    }
}

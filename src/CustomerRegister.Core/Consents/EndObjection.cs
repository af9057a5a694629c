using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <summary>A customer allows a use again that had ended by their objection. The owner is part of the condition: another's objection is not there.</summary>
public sealed class EndObjection(RegisterContext db, TimeProvider clock)
{
    /// <returns>Whether there was such an objection in force.</returns>
    public async Task<bool> Run(CustomerId customer, ObjectionId id, Actor actor, CancellationToken ct)
    {
        if (await db.Objections.SingleOrDefaultAsync(o => o.Id == id && o.CustomerId == customer && o.EndedAt == null, ct) is not { } objection)
            return false;
        objection.End(clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.ObjectionEnded, clock, customer, id.Value));
        await db.SaveChangesAsync(ct);
        return true;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public enum ReopenRelationshipRefusal
{
    NotFound,
    /// <summary>It is in force: there is nothing to reopen.</summary>
    NotEnded,
    Deceased,
    /// <summary>The customer's data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
    ChangedMeanwhile,
}

/// <summary>Takes up an ended customer relationship again; the retention period is then counted from its next end (N20).</summary>
public sealed class ReopenRelationship(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Customer, ReopenRelationshipRefusal>> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (customer is null)
            return ReopenRelationshipRefusal.NotFound;
        if (customer.RelationshipEnd is null)
            return ReopenRelationshipRefusal.NotEnded;
        if (customer.IsDeceased)
            return ReopenRelationshipRefusal.Deceased;
        if (await db.IsRestricted(id, ct))
            return ReopenRelationshipRefusal.Restricted;

        customer.ReopenRelationship(new(SourceKind.Controller, null, clock.Today()));
        db.Add(AuditEntry.Of(actor, AuditAction.RelationshipReopened, clock, customer.Id, fields: nameof(customer.RelationshipEnd)));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ReopenRelationshipRefusal.ChangedMeanwhile;
        }

        return customer;
    }
}

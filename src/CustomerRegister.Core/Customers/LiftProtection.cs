using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public enum LiftProtectionRefusal
{
    NotFound,
    /// <summary>Only who may see the address may show it to everybody.</summary>
    NotPermitted,
    NotProtected,
    /// <summary>The customer's data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
    ChangedMeanwhile,
}

/// <summary>Ends the protection of a person's address: from now on whoever sees customers sees and finds it.</summary>
public sealed class LiftProtection(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Customer, LiftProtectionRefusal>> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        if (!actor.SeesProtectedAddresses)
            return LiftProtectionRefusal.NotPermitted;
        if (await CustomerDetails.ForChange(db, id, ct) is not { } customer)
            return LiftProtectionRefusal.NotFound;
        if (!customer.IsAddressProtected)
            return LiftProtectionRefusal.NotProtected;
        // To protect an address is never refused; to show it to everybody is a use.
        if (await db.IsRestricted(id, ct))
            return LiftProtectionRefusal.Restricted;

        customer.LiftProtection();
        db.Add(AuditEntry.Of(actor, AuditAction.ProtectionLifted, clock, customer.Id, fields: nameof(customer.ProtectedUntil)));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return LiftProtectionRefusal.ChangedMeanwhile;
        }

        return customer;
    }
}

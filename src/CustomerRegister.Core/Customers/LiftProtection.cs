using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public enum LiftProtectionRefusal
{
    NotFound,
    /// <summary>Only who may see the address may show it to everybody.</summary>
    NotPermitted,
    NotProtected,
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

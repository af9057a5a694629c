using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public enum WithdrawDeathRefusal
{
    NotFound,
    ChangedMeanwhile,
}

/// <summary>Takes back a death that was recorded by mistake. The portal can be entered again by a new link.</summary>
public sealed class WithdrawDeath(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Customer, WithdrawDeathRefusal>> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (customer is null)
            return WithdrawDeathRefusal.NotFound;
        if (!customer.IsDeceased)
            return customer;

        customer.WithdrawDeath();
        db.Add(AuditEntry.Of(actor, AuditAction.DeathWithdrawn, clock, customer.Id, fields: nameof(customer.DiedOn)));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return WithdrawDeathRefusal.ChangedMeanwhile;
        }

        return customer;
    }
}

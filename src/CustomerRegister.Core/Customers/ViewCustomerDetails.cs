using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="LastOrderOn">The day of the newest order; null if there is none.</param>
public sealed record CustomerForChange(Customer Customer, DateOnly? LastOrderOn);

/// <summary>Opens a customer for a change: details, roles and the day of the last order, without an address that is hidden from the actor. Logged as a view of the person.</summary>
public sealed class ViewCustomerDetails(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null if there is no such customer; then nothing is logged.</returns>
    public async Task<CustomerForChange?> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        if (await CustomerDetails.Read(db, id, actor, ct) is not { } customer)
            return null;
        var lastOrder = await db.Orders.Where(o => o.CustomerId == id).MaxAsync(o => (DateOnly?)o.PlacedOn, ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id), ct);
        return new CustomerForChange(customer, lastOrder);
    }
}

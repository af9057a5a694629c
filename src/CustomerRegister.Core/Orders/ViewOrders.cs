using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

public sealed record CustomerOrders(CustomerId Customer, string FullName, OrderPage Page);

/// <summary>All orders of a customer, page by page. Logged as a view of the person.</summary>
public sealed class ViewOrders(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null if there is no such customer.</returns>
    public async Task<CustomerOrders?> Run(CustomerId id, OrderId? after, Actor actor, CancellationToken ct)
    {
        var person = await db.Customers.Where(c => c.Id == id).Select(c => new { c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        if (person is null)
            return null;
        var page = await OrderList.Read(db, id, after, ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id, fields: nameof(db.Orders)), ct);
        return new CustomerOrders(id, Customer.NameOf(person.FirstName, person.LastName), page);
    }
}

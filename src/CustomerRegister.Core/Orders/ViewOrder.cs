using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Order">With its lines, untracked.</param>
/// <param name="Customer">Null for an order of an organisation alone, or of somebody who was erased.</param>
/// <param name="HidesDelivery">Whether the place of delivery is not shown because the customer's address is protected.</param>
public sealed record ViewedOrder(Order Order, OrderCustomer? Customer, OrderOrganisation? Organisation, IReadOnlyList<OrderInvoice> Invoices, bool HidesDelivery);

public sealed record OrderCustomer(CustomerId Id, long Number, string FullName);

public sealed record OrderOrganisation(OrganisationId Id, long Number, string Name);

public sealed record OrderInvoice(InvoiceId Id, long Number, InvoiceState State, DateOnly InvoicedOn, DateOnly DueOn, decimal Total, string Currency);

/// <summary>Opens an order. Logged as a view of the customer's order.</summary>
public sealed class ViewOrder(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null if there is no such order.</returns>
    public async Task<ViewedOrder?> Run(OrderId id, Actor actor, CancellationToken ct)
    {
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Position)).SingleOrDefaultAsync(o => o.Id == id, ct);
        if (order is null)
            return null;
        var customer = await db.Customers.AsNoTracking().Where(c => c.Id == order.CustomerId)
            .Select(c => new { c.Id, c.Number, c.FirstName, c.LastName, c.ProtectedUntil }).SingleOrDefaultAsync(ct);
        var organisation = await db.Organisations.AsNoTracking().Where(o => o.Id == order.OrganisationId)
            .Select(o => new OrderOrganisation(o.Id, o.Number, o.Name)).SingleOrDefaultAsync(ct);
        var invoices = await db.Invoices.AsNoTracking().Where(i => i.OrderId == id).OrderByDescending(i => i.Number)
            .Select(i => new OrderInvoice(i.Id, i.Number, i.State, i.InvoicedOn, i.DueOn, i.Total, i.Currency)).ToListAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.OrderViewed, clock, order.CustomerId, id.Value));
        await db.SaveChangesAsync(ct);
        return new ViewedOrder(
            order,
            customer is null ? null : new(customer.Id, customer.Number, Customer.NameOf(customer.FirstName, customer.LastName)),
            organisation,
            invoices,
            customer is not null && ProtectedAddress.IsHiddenFrom(actor, customer.Id, customer.ProtectedUntil));
    }
}

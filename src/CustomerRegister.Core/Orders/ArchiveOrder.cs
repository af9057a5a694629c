using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <summary>Archives an order that is done with: it stays to be found and read, and is never changed again (N2).</summary>
public sealed class ArchiveOrder(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Order, OrderRefusal>> Run(OrderId id, Actor actor, CancellationToken ct)
    {
        var order = await db.Orders.SingleOrDefaultAsync(o => o.Id == id, ct);
        if (order is null)
            return OrderRefusal.NotFound;
        if (order.RefusalToArchive() is { } refusal)
            return refusal;

        order.Archive();
        db.Add(AuditEntry.Of(actor, AuditAction.OrderArchived, clock, order.CustomerId, order.Id.Value, nameof(Order.State)));
        return await order.Save(db, ct);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <summary>Cancels an order that is open and not invoiced.</summary>
public sealed class CancelOrder(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Order, OrderRefusal>> Run(OrderId id, Actor actor, CancellationToken ct)
    {
        var order = await db.Orders.SingleOrDefaultAsync(o => o.Id == id, ct);
        if (order is null)
            return OrderRefusal.NotFound;
        if (order.RefusalToCancel() is { } refusal)
            return refusal;

        order.Cancel(clock.Today());
        db.Add(AuditEntry.Of(actor, AuditAction.OrderCancelled, clock, order.CustomerId, order.Id.Value, nameof(Order.CancelledOn), nameof(Order.State)));
        return await order.Save(db, ct);
    }
}

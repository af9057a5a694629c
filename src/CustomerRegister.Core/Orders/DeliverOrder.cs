using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

public sealed record DeliverOrderCommand(OrderId Id, DateOnly On);

/// <summary>Marks an open order as delivered; from then on it waits for its invoice.</summary>
public sealed class DeliverOrder(RegisterContext db, TimeProvider clock, VatRates rates)
{
    public async Task<Outcome<Order, OrderRefusal>> Run(DeliverOrderCommand command, Actor actor, CancellationToken ct)
    {
        var order = await db.Orders.Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == command.Id, ct);
        if (order is null)
            return OrderRefusal.NotFound;
        if (order.RefusalToDeliver(command.On, clock.Today(), rates) is { } refusal)
            return refusal;

        order.Deliver(command.On);
        db.Add(AuditEntry.Of(actor, AuditAction.OrderDelivered, clock, order.CustomerId, order.Id.Value, nameof(Order.DeliveredOn), nameof(Order.State)));
        return await order.Save(db, ct);
    }
}

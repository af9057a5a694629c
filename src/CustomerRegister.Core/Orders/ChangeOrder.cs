using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Version">Of the order as the person saw it.</param>
public sealed record ChangeOrderCommand(
    OrderId Id, long Version, DateOnly? RequiredOn, decimal Freight, string? DeliveryName, PostalAddress? DeliveryAddress, IReadOnlyList<OrderedLine> Lines);

/// <summary>Changes what was ordered and where it goes, while the order is open and not invoiced.</summary>
public sealed class ChangeOrder(RegisterContext db, TimeProvider clock, VatRates rates)
{
    public async Task<Outcome<Order, OrderRefusal>> Run(ChangeOrderCommand command, Actor actor, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Lines.Count, PlaceOrder.MostLines);
        var order = await db.Orders.Include(o => o.Lines.OrderBy(l => l.Position)).SingleOrDefaultAsync(o => o.Id == command.Id, ct);
        if (order is null)
            return OrderRefusal.NotFound;
        if (order.RefusalToChange() is { } refusal)
            return refusal;
        if (order.Version != command.Version)
            return OrderRefusal.ChangedMeanwhile;
        if (command.Lines.Count == 0)
            return OrderRefusal.NoLines;
        // An order may wait over the day on which a rate changes: what will be in force at delivery may be chosen too.
        if (command.Lines.Any(l => l.VatRate is not { } rate || !rates.IsInForceOn(rate, order.PlacedOn) && !rates.IsInForceOn(rate, clock.Today())))
            return OrderRefusal.RateNotInForce;

        // Whoever may not see a protected address leaves it as it is.
        var protectedUntil = await db.Customers.Where(c => c.Id == order.CustomerId).Select(c => c.ProtectedUntil).SingleOrDefaultAsync(ct);
        var hides = ProtectedAddress.IsHiddenFrom(actor, order.CustomerId, protectedUntil);
        var address = hides && command.DeliveryAddress is null || Told(command.DeliveryAddress) == Told(order.DeliveryAddress) ? order.DeliveryAddress : command.DeliveryAddress;
        if ((command.DeliveryName != order.DeliveryName || address != order.DeliveryAddress) && order.CustomerId is { } person && await db.IsRestricted(person, ct))
            return OrderRefusal.Restricted;
        order.DeliverTo(command.DeliveryName, address, command.RequiredOn);
        order.Change(command.Freight, command.Lines);
        // The lines are rows of their own: whoever has the order open learns of their change by the order's version.
        db.Entry(order).State = EntityState.Modified;
        db.Add(AuditEntry.Of(actor, AuditAction.OrderChanged, clock, order.CustomerId, order.Id.Value, nameof(Order.Lines), nameof(Order.Freight), nameof(Order.RequiredOn), nameof(Order.DeliveryAddress)));
        return await order.Save(db, ct);
    }

    // What a form of an order tells of an address: one that came with more keeps it while nobody changes it.
    private static (string?, string?, string?, string?) Told(PostalAddress? address) => (address?.Street, address?.PostalCode, address?.City, address?.Country);
}

internal static class OrderSaving
{
    /// <summary>Saves a changed order; whoever comes second is refused.</summary>
    public static async Task<Outcome<Order, OrderRefusal>> Save(this Order order, RegisterContext db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return order;
        }
        catch (DbUpdateConcurrencyException)
        {
            return OrderRefusal.ChangedMeanwhile;
        }
    }
}

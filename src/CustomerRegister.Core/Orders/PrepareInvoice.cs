using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Refusal">Why no invoice can be made of the order today; null if one can.</param>
/// <param name="HasProtectedAddress">Whether the invoice is kept without an address because the customer's is protected.</param>
public sealed record InvoiceDraft(
    OrderId Order, long OrderNumber, long OrderVersion, DateOnly PlacedOn, DateOnly? DeliveredOn, string Currency, Buyer? Buyer, Language Language, bool HasProtectedAddress,
    IReadOnlyList<InvoicedLine> Lines, Sums Sums, OrderRefusal? Refusal);

/// <summary>Shows what an order's invoice would be, before it is made. Logged as a view of the order.</summary>
public sealed class PrepareInvoice(RegisterContext db, TimeProvider clock, VatRates rates)
{
    /// <returns>Null if there is no such order.</returns>
    public async Task<InvoiceDraft?> Run(OrderId id, Actor actor, CancellationToken ct)
    {
        var order = await db.Orders.AsNoTracking().Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == id, ct);
        if (order is null)
            return null;
        var found = await BuyerDetails.Of(db, order.CustomerId, order.OrganisationId, ct);
        var refusal = order.RefusalToInvoice(clock.Today(), rates) ?? (found is null ? OrderRefusal.BuyerGone : null);
        var lines = order.Lines.Any(l => l.VatRate is null) ? [] : InvoicedLines.Of(order);
        db.Add(AuditEntry.Of(actor, AuditAction.OrderViewed, clock, order.CustomerId, id.Value));
        await db.SaveChangesAsync(ct);
        return new InvoiceDraft(
            id, order.Number, order.Version, order.PlacedOn, order.DeliveredOn, order.Currency, found?.SeenBy(actor), found?.Language ?? Language.Fi, found?.ProtectedUntil is not null,
            lines, Sums.Of(lines.Select(l => (l.Net, l.VatRate))), refusal);
    }
}

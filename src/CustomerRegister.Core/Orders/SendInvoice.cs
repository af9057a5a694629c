using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="OrderVersion">Of the order as the person saw it: what is invoiced is what was shown.</param>
public sealed record SendInvoiceCommand(OrderId Order, long OrderVersion, DateOnly InvoicedOn, DateOnly DueOn, Language Language);

/// <summary>Makes the invoice of an order, with a copy of the buyer and of the lines as they are now.</summary>
public sealed class SendInvoice(RegisterContext db, TimeProvider clock, VatRates rates)
{
    public async Task<Outcome<Invoice, OrderRefusal>> Run(SendInvoiceCommand command, Actor actor, CancellationToken ct)
    {
        var order = await db.Orders.Include(o => o.Lines).SingleOrDefaultAsync(o => o.Id == command.Order, ct);
        if (order is null)
            return OrderRefusal.NotFound;
        if (order.RefusalToInvoice(command.InvoicedOn, rates) is { } refusal)
            return refusal;
        if (order.Version != command.OrderVersion)
            return OrderRefusal.ChangedMeanwhile;
        if (command.InvoicedOn < order.PlacedOn)
            return OrderRefusal.BeforeOrder;
        if (command.InvoicedOn > clock.Today())
            return OrderRefusal.InFuture;
        if (command.DueOn < command.InvoicedOn)
            return OrderRefusal.DueBeforeInvoice;
        if (await BuyerDetails.Of(db, order.CustomerId, order.OrganisationId, ct) is not { } found)
            return OrderRefusal.BuyerGone;

        var invoice = Invoice.Send(
            EntityKey.New<InvoiceId>(clock), await db.TakeNumber(NumberSeries.Invoices, ct), order, found.Copy, command.Language, command.InvoicedOn, command.DueOn);
        db.Add(invoice);
        db.Add(AuditEntry.Of(actor, AuditAction.InvoiceSent, clock, order.CustomerId, invoice.Id.Value));
        var saved = await order.Save(db, ct);
        return saved.Succeeded ? invoice : saved.Refusal.Value;
    }
}

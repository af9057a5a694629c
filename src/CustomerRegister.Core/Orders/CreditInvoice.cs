using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Quantities">How much of which line is taken back, by the line's position.</param>
public sealed record CreditInvoiceCommand(InvoiceId Invoice, IReadOnlyDictionary<int, decimal> Quantities, string Reason, DateOnly On);

/// <summary>Makes a credit note for an invoice or part of it. When all is credited, the order may be invoiced anew.</summary>
public sealed class CreditInvoice(RegisterContext db, TimeProvider clock)
{
    public Task<Outcome<Invoice, InvoiceRefusal>> Run(CreditInvoiceCommand command, Actor actor, CancellationToken ct) => InvoiceChange.Run(db, command.Invoice, async invoice =>
    {
        if (invoice.RefusalToCredit(command.Quantities, command.Reason, command.On, clock.Today()) is { } refusal)
            return refusal;
        invoice.Credit(EntityKey.New<CreditNoteId>(clock), await db.TakeNumber(NumberSeries.Invoices, ct), command.Quantities, command.Reason, command.On, clock);
        if (invoice.Credited == invoice.Total && await db.Orders.SingleOrDefaultAsync(o => o.Id == invoice.OrderId, ct) is { } order)
            order.CreditedInFull();
        db.Add(AuditEntry.Of(actor, AuditAction.InvoiceCredited, clock, invoice.CustomerId, invoice.Id.Value, nameof(Invoice.Credited), nameof(Invoice.State)));
        return null;
    }, ct);
}

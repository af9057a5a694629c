using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Orders;

public sealed record WriteOffInvoiceCommand(InvoiceId Invoice, string Reason, DateOnly On);

/// <summary>Books what is still owed on an invoice as a loss.</summary>
public sealed class WriteOffInvoice(RegisterContext db, TimeProvider clock)
{
    public Task<Outcome<Invoice, InvoiceRefusal>> Run(WriteOffInvoiceCommand command, Actor actor, CancellationToken ct) => InvoiceChange.Run(db, command.Invoice, invoice =>
    {
        if (invoice.RefusalToWriteOff(command.Reason, command.On, clock.Today()) is { } refusal)
            return Task.FromResult<InvoiceRefusal?>(refusal);
        invoice.WriteOff(command.Reason, command.On, clock);
        db.Add(AuditEntry.Of(actor, AuditAction.InvoiceWrittenOff, clock, invoice.CustomerId, invoice.Id.Value, nameof(Invoice.WrittenOff), nameof(Invoice.State)));
        return Task.FromResult<InvoiceRefusal?>(null);
    }, ct);
}

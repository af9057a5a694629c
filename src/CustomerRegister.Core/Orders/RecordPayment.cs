using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Orders;

/// <param name="Amount">Positive, in the invoice's currency.</param>
/// <param name="On">The day on which the money moved.</param>
public sealed record RecordPaymentCommand(InvoiceId Invoice, PaymentKind Kind, decimal Amount, DateOnly On);

/// <summary>Records money that came in for an invoice or was paid back, or corrects such a record.</summary>
public sealed class RecordPayment(RegisterContext db, TimeProvider clock)
{
    public Task<Outcome<Invoice, InvoiceRefusal>> Run(RecordPaymentCommand command, Actor actor, CancellationToken ct) => InvoiceChange.Run(db, command.Invoice, invoice =>
    {
        if (invoice.RefusalToRecord(command.Kind, command.Amount, command.On, clock.Today()) is { } refusal)
            return Task.FromResult<InvoiceRefusal?>(refusal);
        invoice.Record(command.Kind, command.Amount, command.On, clock);
        var action = command.Kind switch
        {
            PaymentKind.Refund => AuditAction.PaymentRefunded,
            PaymentKind.Correction => AuditAction.PaymentCorrected,
            _ => AuditAction.PaymentRecorded,
        };
        db.Add(AuditEntry.Of(actor, action, clock, invoice.CustomerId, invoice.Id.Value, nameof(Invoice.Received), nameof(Invoice.State)));
        return Task.FromResult<InvoiceRefusal?>(null);
    }, ct);
}

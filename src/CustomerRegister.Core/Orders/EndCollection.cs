using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Orders;

public sealed record EndCollectionCommand(InvoiceId Invoice, CollectionOutcome Outcome, DateOnly On);

/// <summary>Takes an invoice back from the debt collector although something is still owed.</summary>
public sealed class EndCollection(RegisterContext db, TimeProvider clock)
{
    public Task<Outcome<Invoice, InvoiceRefusal>> Run(EndCollectionCommand command, Actor actor, CancellationToken ct) => InvoiceChange.Run(db, command.Invoice, invoice =>
    {
        if (invoice.RefusalToEndCollection(command.On, clock.Today()) is { } refusal)
            return Task.FromResult<InvoiceRefusal?>(refusal);
        invoice.EndCollection(command.Outcome, command.On, clock);
        db.Add(AuditEntry.Of(actor, AuditAction.CollectionClosed, clock, invoice.CustomerId, invoice.Id.Value, nameof(Invoice.State)));
        return Task.FromResult<InvoiceRefusal?>(null);
    }, ct);
}

using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Orders;

public sealed record SendToCollectionCommand(InvoiceId Invoice, string Collector, DateOnly On);

/// <summary>Passes an overdue invoice to a debt collector.</summary>
public sealed class SendToCollection(RegisterContext db, TimeProvider clock)
{
    public Task<Outcome<Invoice, InvoiceRefusal>> Run(SendToCollectionCommand command, Actor actor, CancellationToken ct) => InvoiceChange.Run(db, command.Invoice, invoice =>
    {
        if (invoice.RefusalToCollect(command.Collector, command.On, clock.Today()) is { } refusal)
            return Task.FromResult<InvoiceRefusal?>(refusal);
        invoice.SendToCollection(command.Collector, command.On, clock);
        db.Add(AuditEntry.Of(actor, AuditAction.CollectionOpened, clock, invoice.CustomerId, invoice.Id.Value, nameof(Invoice.State)));
        return Task.FromResult<InvoiceRefusal?>(null);
    }, ct);
}

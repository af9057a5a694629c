using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Invoice">With all that belongs to it, untracked.</param>
/// <param name="Address">Where the invoice goes; null where none is known or it is hidden.</param>
/// <param name="HidesAddress">Whether the address is left out because it is protected.</param>
public sealed record ViewedInvoice(Invoice Invoice, PostalAddress? Address, bool HidesAddress, long? OrderNumber);

/// <summary>Opens an invoice. Logged as a view of the buyer's invoice.</summary>
public sealed class ViewInvoice(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null if there is no such invoice.</returns>
    public async Task<ViewedInvoice?> Run(InvoiceId id, Actor actor, CancellationToken ct)
    {
        if (await InvoiceChange.Load(db.Invoices.AsNoTracking(), id, ct) is not { } invoice)
            return null;
        var order = await db.Orders.Where(o => o.Id == invoice.OrderId).Select(o => (long?)o.Number).SingleOrDefaultAsync(ct);
        var (address, hidden) = (invoice.BuyerAddress, false);
        // Of a person whose address is protected, now or only since the invoice was made.
        if (invoice.OrganisationId is null && await BuyerDetails.Of(db, invoice.CustomerId, null, ct) is { ProtectedUntil: not null } found)
            (address, hidden) = (found.SeenBy(actor).Address, found.HidesAddressFrom(actor));
        db.Add(AuditEntry.Of(actor, AuditAction.InvoiceViewed, clock, invoice.CustomerId, id.Value));
        await db.SaveChangesAsync(ct);
        return new ViewedInvoice(invoice, address, hidden, order);
    }
}

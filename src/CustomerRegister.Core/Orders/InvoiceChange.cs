using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <summary>
/// Changes an invoice with all that belongs to it. When somebody else was quicker, the change is weighed anew against what they left: of two payments at once
/// neither is lost, and of two write-offs the second is refused.
/// </summary>
internal static class InvoiceChange
{
    private const int MostAttempts = 10;

    public static Task<Invoice?> Load(IQueryable<Invoice> invoices, InvoiceId id, CancellationToken ct) => invoices
        .Include(i => i.Lines.OrderBy(l => l.Position))
        .Include(i => i.Payments.OrderBy(p => p.On).ThenBy(p => p.Id))
        .Include(i => i.CreditNotes.OrderBy(n => n.Number)).ThenInclude(n => n.Lines.OrderBy(l => l.Position))
        .Include(i => i.CollectionCases.OrderBy(c => c.OpenedOn).ThenBy(c => c.Id))
        .AsSplitQuery()
        .SingleOrDefaultAsync(i => i.Id == id, ct);

    /// <param name="act">Changes the invoice and adds the audit entry, or gives the reason why not.</param>
    public static async Task<Outcome<Invoice, InvoiceRefusal>> Run(RegisterContext db, InvoiceId id, Func<Invoice, Task<InvoiceRefusal?>> act, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            db.ChangeTracker.Clear();
            if (await Load(db.Invoices, id, ct) is not { } invoice)
                return InvoiceRefusal.NotFound;
            if (await act(invoice) is { } refusal)
                return refusal;
            try
            {
                await db.SaveChangesAsync(ct);
                return invoice;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // Weighed anew.
            }
        }
    }
}

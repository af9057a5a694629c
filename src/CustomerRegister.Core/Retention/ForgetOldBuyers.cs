using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Completes erasures by itself: of a customer who has gone, an invoice stayed as a voucher with its buyer; when its period ends
/// (Accounting Act 2:10) the buyer goes too. That much was approved with the run that left only the voucher.
/// </summary>
public sealed class ForgetOldBuyers(RegisterContext db, TimeProvider clock, RetentionRules rules, RetentionBatch batch)
{
    // Invoices are read whole, and each is saved by itself.
    private const int MostAtOnce = 500;

    private static readonly Actor Job = Actor.System("nightly-retention", "retention");

    private static readonly string[] Forgotten =
    [
        nameof(Invoice.BuyerName), nameof(Invoice.BuyerAddress), nameof(Invoice.BuyerBusinessId), nameof(Invoice.BuyerEInvoiceAddress), nameof(Invoice.BuyerEInvoiceOperator),
        nameof(Invoice.WriteOffReason), nameof(CreditNote.Reason),
    ];

    /// <returns>How many invoices lost their buyer.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var latest = rules.LatestFreeVoucher(clock.Today());
        for (var forgotten = 0; ;)
        {
            db.ChangeTracker.Clear();
            var invoices = await db.Invoices.Include(i => i.CreditNotes)
                .Where(i => i.CustomerId == null && i.BuyerName != null && i.InvoicedOn <= latest && i.State != InvoiceState.Open && i.State != InvoiceState.InCollection)
                .OrderBy(i => i.Number).Take(Math.Min(batch.Size, MostAtOnce)).ToListAsync(ct);
            if (invoices.Count == 0)
                return forgotten;
            foreach (var invoice in invoices)
            {
                invoice.ForgetBuyer();
                db.Add(AuditEntry.Of(Job, AuditAction.BuyerForgotten, clock, subject: invoice.Id.Value, fields: Forgotten));
            }

            await db.SaveChangesAsync(ct);
            forgotten += invoices.Count;
        }
    }
}

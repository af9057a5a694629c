using System.Globalization;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <summary>Finds an invoice by its number, its reference number, or the number of one of its credit notes. Tells its key only; who opens it is logged there.</summary>
public sealed class FindInvoice(RegisterContext db)
{
    /// <returns>Null if the text is no number, or none of ours.</returns>
    public async Task<InvoiceId?> Run(string? text, CancellationToken ct)
    {
        if (ReferenceNumber.TryParse(text, out var reference) && await ByReference(reference, ct) is { } referred)
            return referred;
        var digits = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return await db.Invoices.Where(i => i.Number == number).Select(i => (InvoiceId?)i.Id).SingleOrDefaultAsync(ct)
            ?? await db.CreditNotes.Where(n => n.Number == number).Select(n => (InvoiceId?)n.InvoiceId).SingleOrDefaultAsync(ct);
    }

    public Task<InvoiceId?> ByReference(ReferenceNumber reference, CancellationToken ct) =>
        db.Invoices.Where(i => i.Reference == reference).Select(i => (InvoiceId?)i.Id).SingleOrDefaultAsync(ct);
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <summary>What the finance department sees of a buyer: nothing but what invoicing needs (N10).</summary>
/// <param name="HidesAddress">Whether the address is left out because it is protected.</param>
/// <param name="Owed">Of all that is not settled, by currency.</param>
public sealed record ViewedBuyer(Buyer Buyer, bool HidesAddress, IReadOnlyList<(string Currency, decimal Sum)> Owed, IReadOnlyList<ListedInvoice> Invoices, bool HasMore);

/// <summary>Opens a buyer's invoicing details and invoices, the newest first. Logged as a view of the buyer.</summary>
public sealed class ViewBuyer(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <param name="customer">The person; null for an organisation.</param>
    /// <param name="organisation">The organisation; null for a person.</param>
    /// <param name="before">The number of the last invoice of the page before.</param>
    /// <returns>Null if there is no such buyer, or nothing has ever been invoiced or is to be invoiced from them: then they are no business of the finance department.</returns>
    public async Task<ViewedBuyer?> Run(CustomerId? customer, OrganisationId? organisation, long? before, Actor actor, CancellationToken ct)
    {
        if (customer is null == organisation is null)
            return null;
        var own = customer is not null
            ? db.Invoices.AsNoTracking().Where(i => i.CustomerId == customer && i.OrganisationId == null)
            : db.Invoices.AsNoTracking().Where(i => i.OrganisationId == organisation);
        var older = before is { } number ? own.Where(i => i.Number < number) : own;
        var rows = await older.OrderByDescending(i => i.Number).Take(PageSize + 1).Select(ListInvoices.Row).ToListAsync(ct);
        if (rows.Count == 0 && before is null || await BuyerDetails.Of(db, customer, organisation, ct) is not { } found)
            return null;
        var owed = await own.Where(i => i.SettledOn == null).GroupBy(i => i.Currency)
            .Select(g => new { Currency = g.Key, Sum = g.Sum(i => i.Total - i.Credited - i.WrittenOff - i.Received) }).ToListAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.BuyerViewed, clock, customer, organisation?.Value));
        await db.SaveChangesAsync(ct);
        return new ViewedBuyer(
            found.SeenBy(actor), found.HidesAddressFrom(actor), [.. owed.OrderBy(o => o.Currency, StringComparer.Ordinal).Select(o => (o.Currency, o.Sum))],
            [.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}

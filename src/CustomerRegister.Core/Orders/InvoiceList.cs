using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

public sealed record InvoiceRow(InvoiceId Id, long Number, InvoiceState State, DateOnly InvoicedOn, DateOnly DueOn, decimal Total, string Currency);

/// <param name="HasMore">Whether older invoices follow the last row.</param>
public sealed record InvoicePage(IReadOnlyList<InvoiceRow> Rows, bool HasMore);

/// <summary>A customer's invoices.</summary>
internal static class InvoiceList
{
    public const int PageSize = 20;

    /// <summary>For a card: what is still owed comes first, however old, then the newest.</summary>
    public static Task<InvoicePage> OfCard(RegisterContext db, CustomerId customer, CancellationToken ct) => Page(db.Invoices.Where(i => i.CustomerId == customer)
        .OrderBy(i => i.State == InvoiceState.Open || i.State == InvoiceState.InCollection ? 0 : 1).ThenByDescending(i => i.InvoicedOn).ThenByDescending(i => i.Number), ct);

    /// <summary>All of them, newest first.</summary>
    /// <param name="after">The invoice after which the page begins; one that is not the customer's gives the first page.</param>
    public static async Task<InvoicePage> Read(RegisterContext db, CustomerId customer, InvoiceId? after, CancellationToken ct)
    {
        var invoices = db.Invoices.Where(i => i.CustomerId == customer);
        if (after is { } place && await invoices.Where(i => i.Id == place).Select(i => new { i.InvoicedOn, i.Number }).SingleOrDefaultAsync(ct) is { } last)
            invoices = invoices.Where(i => RowValue.IsBefore(i.InvoicedOn, i.Number, last.InvoicedOn, last.Number));
        return await Page(invoices.OrderByDescending(i => i.InvoicedOn).ThenByDescending(i => i.Number), ct);
    }

    private static async Task<InvoicePage> Page(IQueryable<Invoice> invoices, CancellationToken ct)
    {
        var rows = await invoices.Take(PageSize + 1)
            .Select(i => new InvoiceRow(i.Id, i.Number, i.State, i.InvoicedOn, i.DueOn, i.Total, i.Currency)).WithKeptPlan().ToListAsync(ct);
        return new([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}

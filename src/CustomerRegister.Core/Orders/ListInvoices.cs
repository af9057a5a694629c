using System.Linq.Expressions;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

public enum InvoiceFilter
{
    All,
    Open,
    /// <summary>Open or in collection, and past the due date.</summary>
    Overdue,
    InCollection,
    Paid,
    Credited,
    WrittenOff,
}

/// <param name="BuyerName">Null when the buyer was erased.</param>
public sealed record ListedInvoice(
    InvoiceId Id, long Number, string? BuyerName, InvoiceState State, DateOnly InvoicedOn, DateOnly DueOn, decimal Total, decimal Received, decimal Credited, decimal WrittenOff, string Currency)
{
    public decimal Balance => Math.Max(0, Total - Credited - WrittenOff - Received);

    /// <summary>How many days have gone by since the due date while something is owed; zero or less if it is not due.</summary>
    public int DaysLate(DateOnly today) => State is InvoiceState.Open or InvoiceState.InCollection ? today.DayNumber - DueOn.DayNumber : 0;
}

/// <summary>A place in the list: by due date where money is owed, else by number, the newest first.</summary>
public sealed record InvoicePlace(DateOnly DueOn, long Number, bool Backwards = false);

public sealed record ListedInvoices(IReadOnlyList<ListedInvoice> Rows, InvoicePlace? Previous, InvoicePlace? Next);

/// <summary>The invoices of a state, page by page. Logged as one look at a list.</summary>
public sealed class ListInvoices(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    internal static readonly Expression<Func<Invoice, ListedInvoice>> Row = i =>
        new ListedInvoice(i.Id, i.Number, i.BuyerName, i.State, i.InvoicedOn, i.DueOn, i.Total, i.Received, i.Credited, i.WrittenOff, i.Currency);

    /// <summary>What is owed is read by due date, the longest overdue first.</summary>
    public static bool IsByDueDate(InvoiceFilter filter) => filter is InvoiceFilter.Open or InvoiceFilter.Overdue or InvoiceFilter.InCollection;

    public async Task<ListedInvoices> Run(InvoiceFilter filter, InvoicePlace? from, Actor actor, CancellationToken ct)
    {
        var today = clock.Today();
        var invoices = db.Invoices.AsNoTracking();
        invoices = filter switch
        {
            InvoiceFilter.Open => invoices.Where(i => i.State == InvoiceState.Open),
            InvoiceFilter.Overdue => invoices.Where(i => i.SettledOn == null && i.DueOn < today),
            InvoiceFilter.InCollection => invoices.Where(i => i.State == InvoiceState.InCollection),
            InvoiceFilter.Paid => invoices.Where(i => i.State == InvoiceState.Paid),
            // One state each: two together would be sorted whole, for no index has both in the order of their numbers.
            InvoiceFilter.Credited => invoices.Where(i => i.State == InvoiceState.Credited),
            InvoiceFilter.WrittenOff => invoices.Where(i => i.State == InvoiceState.WrittenOff),
            _ => invoices,
        };
        var rows = await (IsByDueDate(filter) ? ByDueDate(invoices, from) : ByNumber(invoices, from)).Take(PageSize + 1).Select(Row).ToListAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.InvoicesListed, clock));
        await db.SaveChangesAsync(ct);

        var (shown, before, after) = Paging.Cut(rows, PageSize, from is not null, from is { Backwards: true });
        return new ListedInvoices(shown, before ? new(shown[0].DueOn, shown[0].Number, Backwards: true) : null, after ? new(shown[^1].DueOn, shown[^1].Number) : null);
    }

    private static IQueryable<Invoice> ByDueDate(IQueryable<Invoice> invoices, InvoicePlace? from) => from switch
    {
        null => invoices.OrderBy(i => i.DueOn).ThenBy(i => i.Number),
        { Backwards: false } => invoices.Where(i => RowValue.IsAfter(i.DueOn, i.Number, from.DueOn, from.Number)).OrderBy(i => i.DueOn).ThenBy(i => i.Number),
        _ => invoices.Where(i => RowValue.IsBefore(i.DueOn, i.Number, from.DueOn, from.Number)).OrderByDescending(i => i.DueOn).ThenByDescending(i => i.Number),
    };

    private static IQueryable<Invoice> ByNumber(IQueryable<Invoice> invoices, InvoicePlace? from) => from switch
    {
        null => invoices.OrderByDescending(i => i.Number),
        { Backwards: false } => invoices.Where(i => i.Number < from.Number).OrderByDescending(i => i.Number),
        _ => invoices.Where(i => i.Number > from.Number).OrderBy(i => i.Number),
    };
}

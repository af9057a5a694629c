using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Buyer">The organisation's name, else the customer's; null when that person was erased.</param>
/// <param name="Total">The lines with their discounts, unrounded, without tax and freight.</param>
public sealed record ListedOrder(OrderId Id, long Number, DateOnly PlacedOn, OrderState State, bool AwaitsInvoice, string? Buyer, decimal Total, string Currency);

/// <summary>A place in the list of orders, which begins with the newest.</summary>
public sealed record OrderPlace(DateOnly PlacedOn, long Number, bool Backwards = false);

public sealed record ListedOrders(IReadOnlyList<ListedOrder> Rows, OrderPlace? Previous, OrderPlace? Next);

/// <summary>All orders, or those in one state, the newest first. Logged as one look at a list.</summary>
public sealed class ListOrders(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    public async Task<ListedOrders> Run(OrderState? state, OrderPlace? from, Actor actor, CancellationToken ct)
    {
        var orders = db.Orders.AsNoTracking();
        if (state is { } only)
            orders = orders.Where(o => o.State == only);
        orders = from switch
        {
            null => orders.OrderByDescending(o => o.PlacedOn).ThenByDescending(o => o.Number),
            { Backwards: false } => orders.Where(o => RowValue.IsBefore(o.PlacedOn, o.Number, from.PlacedOn, from.Number))
                .OrderByDescending(o => o.PlacedOn).ThenByDescending(o => o.Number),
            _ => orders.Where(o => RowValue.IsAfter(o.PlacedOn, o.Number, from.PlacedOn, from.Number))
                .OrderBy(o => o.PlacedOn).ThenBy(o => o.Number),
        };
        var rows = await orders.Take(PageSize + 1).Select(o => new
        {
            o.Id,
            o.Number,
            o.PlacedOn,
            o.State,
            o.AwaitsInvoice,
            Organisation = db.Organisations.Where(x => x.Id == o.OrganisationId).Select(x => x.Name).FirstOrDefault(),
            FirstName = db.Customers.Where(c => c.Id == o.CustomerId).Select(c => c.FirstName).FirstOrDefault(),
            LastName = db.Customers.Where(c => c.Id == o.CustomerId).Select(c => c.LastName).FirstOrDefault(),
            Total = o.Lines.Sum(l => l.UnitPrice * l.Quantity * (1 - l.Discount)),
            o.Currency,
        }).ToListAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.OrdersListed, clock));
        await db.SaveChangesAsync(ct);

        var (shown, before, after) = Paging.Cut(rows, PageSize, from is not null, from is { Backwards: true });
        return new ListedOrders(
            [.. shown.Select(o => new ListedOrder(o.Id, o.Number, o.PlacedOn, o.State, o.AwaitsInvoice,
                o.Organisation ?? (o.LastName is null ? null : Customer.NameOf(o.FirstName ?? "", o.LastName)), o.Total, o.Currency))],
            before ? new(shown[0].PlacedOn, shown[0].Number, Backwards: true) : null,
            after ? new(shown[^1].PlacedOn, shown[^1].Number) : null);
    }
}

internal static class Paging
{
    /// <summary>Cuts what was read, one row more than a page, to a page in the order of the list.</summary>
    public static (List<T> Shown, bool Before, bool After) Cut<T>(List<T> read, int size, bool fromPlace, bool backwards)
    {
        var goesOn = read.Count > size;
        var shown = read.Take(size).ToList();
        if (backwards)
            shown.Reverse();
        return (shown, shown.Count > 0 && (backwards ? goesOn : fromPlace), shown.Count > 0 && (backwards || goesOn));
    }
}

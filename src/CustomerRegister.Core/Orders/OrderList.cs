using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Total">The lines with their discounts, unrounded, without freight.</param>
public sealed record OrderRow(
    OrderId Id, long Number, DateOnly PlacedOn, DateOnly? DeliveredOn, OrderState State, string? Organisation, decimal Total, decimal Freight, string Currency);

/// <param name="HasMore">Whether older orders follow the last row.</param>
public sealed record OrderPage(IReadOnlyList<OrderRow> Rows, bool HasMore);

/// <summary>A customer's orders, newest first.</summary>
internal static class OrderList
{
    public const int PageSize = 20;

    /// <param name="after">The order after which the page begins; an order that is not the customer's gives the first page.</param>
    public static async Task<OrderPage> Read(RegisterContext db, CustomerId customer, OrderId? after, CancellationToken ct)
    {
        var orders = db.Orders.Where(o => o.CustomerId == customer);
        if (after is { } place && await orders.Where(o => o.Id == place).Select(o => new { o.PlacedOn, o.Number }).SingleOrDefaultAsync(ct) is { } last)
            orders = orders.Where(o => RowValue.IsBefore(o.PlacedOn, o.Number, last.PlacedOn, last.Number));

        var rows = await orders.OrderByDescending(o => o.PlacedOn).ThenByDescending(o => o.Number).Take(PageSize + 1)
            .Select(o => new OrderRow(
                o.Id, o.Number, o.PlacedOn, o.DeliveredOn, o.State,
                db.Organisations.Where(x => x.Id == o.OrganisationId).Select(x => x.Name).FirstOrDefault(),
                o.Lines.Sum(l => l.UnitPrice * l.Quantity * (1 - l.Discount)),
                o.Freight, o.Currency))
            .AsNoTracking().WithKeptPlan().ToListAsync(ct);
        return new OrderPage([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}

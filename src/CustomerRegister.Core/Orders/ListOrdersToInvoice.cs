using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Buyer">The organisation's name, else the customer's; null when that person was erased.</param>
public sealed record OrderToInvoice(OrderId Id, long Number, DateOnly DeliveredOn, string? Buyer);

/// <param name="Next">Where the next page begins; null on the last one.</param>
public sealed record OrdersToInvoice(IReadOnlyList<OrderToInvoice> Rows, OrderPlace? Next);

/// <summary>Delivered orders that wait for their invoice, the oldest first: all that the finance department sees of orders (N10).</summary>
public sealed class ListOrdersToInvoice(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <param name="after">Day of delivery and number of the last order of the page before.</param>
    public async Task<OrdersToInvoice> Run(OrderPlace? after, Actor actor, CancellationToken ct)
    {
        var waiting = db.Orders.AsNoTracking().Where(o => o.AwaitsInvoice);
        if (after is not null)
            waiting = waiting.Where(o => RowValue.IsAfter(o.DeliveredOn!.Value, o.Number, after.PlacedOn, after.Number));
        var rows = await waiting.OrderBy(o => o.DeliveredOn).ThenBy(o => o.Number).Take(PageSize + 1).Select(o => new
        {
            o.Id,
            o.Number,
            DeliveredOn = o.DeliveredOn!.Value,
            Organisation = db.Organisations.Where(x => x.Id == o.OrganisationId).Select(x => x.Name).FirstOrDefault(),
            FirstName = db.Customers.Where(c => c.Id == o.CustomerId).Select(c => c.FirstName).FirstOrDefault(),
            LastName = db.Customers.Where(c => c.Id == o.CustomerId).Select(c => c.LastName).FirstOrDefault(),
        }).ToListAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.OrdersListed, clock));
        await db.SaveChangesAsync(ct);
        var (shown, _, more) = Paging.Cut(rows, PageSize, after is not null, backwards: false);
        return new OrdersToInvoice(
            [.. shown.Select(o => new OrderToInvoice(o.Id, o.Number, o.DeliveredOn, o.Organisation ?? (o.LastName is null ? null : Customer.NameOf(o.FirstName ?? "", o.LastName))))],
            more ? new(shown[^1].DeliveredOn, shown[^1].Number) : null);
    }
}

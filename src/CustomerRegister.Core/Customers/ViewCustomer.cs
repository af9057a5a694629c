using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>A customer's card: everything staff need at a glance. Lists hold the newest rows only.</summary>
/// <param name="OrderTotals">Of all orders that were not cancelled, by currency.</param>
public sealed record CustomerCard(
    Customer Customer,
    OrderPage Orders,
    IReadOnlyList<OrderTotal> OrderTotals,
    IReadOnlyList<InvoiceRow> Invoices,
    Choices Choices,
    IReadOnlyList<RequestRow> Requests,
    IReadOnlyList<UseOfData> Uses);

/// <param name="Sum">Lines with their discounts, unrounded, without freight.</param>
public sealed record OrderTotal(string Currency, int Orders, decimal Sum);

public sealed record InvoiceRow(InvoiceId Id, long Number, InvoiceState State, DateOnly InvoicedOn, DateOnly DueOn, decimal Total, string Currency);

public sealed record RequestRow(RequestId Id, long Number, RequestType Type, RequestState State, DateOnly ReceivedOn, DateOnly DeadlineOn)
{
    public bool IsOpen => State is RequestState.Received or RequestState.WaitingForIdentity or RequestState.InHand;
}

/// <summary>One use of the person's data, as the log tells it.</summary>
public sealed record UseOfData(DateTime At, string Action, ActorKind ActorKind, string Role, string Purpose);

/// <summary>Opens a customer's card. The number of queries does not depend on how much there is, and the view is logged.</summary>
public sealed class ViewCustomer(RegisterContext db, CurrentChoices choices, TimeProvider clock)
{
    /// <summary>How many invoices, requests and log entries a card shows.</summary>
    public const int MostRows = 20;

    /// <returns>Null if there is no such customer; then nothing is logged.</returns>
    public async Task<CustomerCard?> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        if (await CustomerDetails.Read(db, id, ct) is not { } customer)
            return null;

        var card = new CustomerCard(
            customer,
            await OrderList.Read(db, id, after: null, ct),
            await OrderTotals(id, ct),
            await Invoices(id, ct),
            await choices.Run(id, ct),
            await Requests(id, ct),
            await Uses(id, ct));
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id), ct);
        return card;
    }

    private async Task<List<OrderTotal>> OrderTotals(CustomerId id, CancellationToken ct)
    {
        var totals = await db.Orders.Where(o => o.CustomerId == id && o.State != OrderState.Cancelled)
            .SelectMany(o => o.Lines.DefaultIfEmpty(), (o, l) => new { o.Id, o.Currency, Sum = l == null ? 0m : l.UnitPrice * l.Quantity * (1 - l.Discount) })
            .GroupBy(x => x.Currency)
            .Select(g => new { Currency = g.Key, Orders = g.Select(x => x.Id).Distinct().Count(), Sum = g.Sum(x => x.Sum) })
            .ToListAsync(ct);
        return [.. totals.OrderBy(t => t.Currency, StringComparer.Ordinal).Select(t => new OrderTotal(t.Currency, t.Orders, t.Sum))];
    }

    // What is still owed comes first, however old.
    private Task<List<InvoiceRow>> Invoices(CustomerId id, CancellationToken ct) => db.Invoices.Where(i => i.CustomerId == id)
        .OrderBy(i => i.State == InvoiceState.Open || i.State == InvoiceState.InCollection ? 0 : 1).ThenByDescending(i => i.InvoicedOn).ThenByDescending(i => i.Number)
        .Take(MostRows)
        .Select(i => new InvoiceRow(i.Id, i.Number, i.State, i.InvoicedOn, i.DueOn, i.Total, i.Currency))
        .ToListAsync(ct);

    private Task<List<RequestRow>> Requests(CustomerId id, CancellationToken ct) => db.Requests.Where(r => r.CustomerId == id)
        .OrderByDescending(r => r.ReceivedOn).ThenByDescending(r => r.Number).Take(MostRows)
        .Select(r => new RequestRow(r.Id, r.Number, r.Type, r.State, r.ReceivedOn, r.DeadlineOn))
        .ToListAsync(ct);

    private Task<List<UseOfData>> Uses(CustomerId id, CancellationToken ct) => db.AuditEntries.Where(e => e.CustomerId == id)
        .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(MostRows)
        .Select(e => new UseOfData(e.At, e.Action, e.ActorKind, e.ActorRole, e.Purpose))
        .ToListAsync(ct);
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Each row is an order of a customer of the same source. A relationship that the register believed to begin later than its first order
/// began with that order, and so did the role in which the customer placed it.
/// </summary>
internal sealed class OrderRows(RegisterContext db, TimeProvider clock, ImportTerms terms, BulkWriter bulk) : ImportedRows(terms)
{
    private const int DeliveryNameLength = 200;

    private readonly HashSet<CustomerId> moved = [];

    public override async Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<WeighedRow> weighed, CancellationToken ct)
    {
        var drafts = weighed.Select(w => w.Draft).OfType<OrderDraft>().ToList();
        var keys = drafts.Select(d => d.Key).ToList();
        var customerKeys = drafts.Select(d => d.CustomerKey).Distinct().ToList();
        var known = await db.Orders.Where(o => keys.Contains(o.SourceKey!)).Select(o => new { Key = o.SourceKey!, o.Number }).ToDictionaryAsync(o => o.Key, o => o.Number, ct);
        var seen = new HashSet<string>();
        var customers = await db.Customers.Where(c => customerKeys.Contains(c.SourceKey!)).Select(c => new { Key = c.SourceKey!, c.Id }).ToDictionaryAsync(c => c.Key, c => c.Id, ct);
        foreach (var former in await FormerKeys.Among(db, customerKeys, ct))
            customers.TryAdd(former.Key, former.CustomerId);
        var restricted = await db.RestrictedAmong(customers.Values, ct);
        return [.. weighed.Select(w => w.Draft is not OrderDraft draft ? w
            : !seen.Add(draft.Key) || known.TryGetValue(draft.Key, out var number) && bulk.Numbers.Of(NumberSeries.Orders)?.Holds(number) == true ? Reject(w, ImportReason.RepeatedKey, ImportField.OrderKey)
            : known.ContainsKey(draft.Key) ? w with { Fate = RowFate.Unchanged }
            : !customers.TryGetValue(draft.CustomerKey, out var customer) ? Reject(w, ImportReason.UnknownCustomer, ImportField.CustomerKey)
            : restricted.Contains(customer) ? Reject(w, ImportReason.Restricted, ImportField.CustomerKey)
            : w)];
    }

    public override async Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct)
    {
        var drafts = rows.Where(r => r.Fate == RowFate.New).Select(r => (OrderDraft)r.Draft!).ToList();
        if (drafts.Count == 0)
            return;
        var customerKeys = drafts.Select(d => d.CustomerKey).Distinct().ToList();
        var customers = await db.Customers.Where(c => customerKeys.Contains(c.SourceKey!))
            .Select(c => new { Key = c.SourceKey!, c.Id, c.RelationshipStart }).ToDictionaryAsync(c => c.Key, ct);
        foreach (var former in await FormerKeys.Among(db, customerKeys, ct))
            customers.TryAdd(former.Key, new { former.Key, Id = former.CustomerId, former.RelationshipStart });
        var organisations = await db.Organisations.Where(o => customerKeys.Contains(o.SourceKey!))
            .Select(o => new { Key = o.SourceKey!, o.Id }).ToDictionaryAsync(o => o.Key, o => o.Id, ct);
        var number = await bulk.TakeNumbers(NumberSeries.Orders, drafts.Count, ct);
        var (orders, entries) = (new List<Order>(drafts.Count), new List<AuditEntry>(drafts.Count));
        foreach (var draft in drafts)
        {
            var customer = customers[draft.CustomerKey].Id;
            OrganisationId? organisation = organisations.TryGetValue(draft.CustomerKey, out var found) ? found : null;
            var order = Order.Place(EntityKey.New<OrderId>(clock), number++, customer, organisation, draft.PlacedOn, draft.Currency, draft.Freight, draft.Key);
            order.DeliverTo(draft.DeliveryName, draft.DeliveryAddress, draft.RequiredOn);
            if (draft.DeliveredOn is { } delivered)
                order.Deliver(delivered);
            orders.Add(order);
            entries.Add(AuditEntry.Of(actor, AuditAction.OrderRegistered, clock, customer, order.Id.Value));
        }

        await bulk.Write(orders, ct);
        await bulk.Write(entries, ct);

        var earlier = drafts.GroupBy(d => d.CustomerKey)
            .Select(g => (customers[g.Key].Id, customers[g.Key].RelationshipStart, First: g.Min(d => d.PlacedOn), Organisation: organisations.TryGetValue(g.Key, out var o) ? o : (OrganisationId?)null))
            .Where(c => c.First < c.RelationshipStart)
            // Two keys may mean one customer.
            .GroupBy(c => c.Id).Select(g => g.MinBy(c => c.First))
            .ToDictionary(c => c.Id);
        await MoveStartsBack(earlier.ToDictionary(e => e.Key, e => (e.Value.First, e.Value.Organisation)), actor, ct);
    }

    private async Task MoveStartsBack(IReadOnlyDictionary<CustomerId, (DateOnly First, OrganisationId? Organisation)> firstOrders, Actor actor, CancellationToken ct)
    {
        if (firstOrders.Count == 0)
            return;
        var ids = firstOrders.Keys.ToList();
        foreach (var customer in await db.Customers.Include(c => c.ContactRoles).Where(c => ids.Contains(c.Id)).ToListAsync(ct))
        {
            var (first, organisation) = firstOrders[customer.Id];
            var roles = customer.ContactRoles.Where(r => r.OrganisationId == organisation && r.From == customer.RelationshipStart).ToList();
            if (moved.Add(customer.Id))
                db.Add(MovedRelationshipStart.Of(Terms.Import, customer));
            customer.BeginRelationshipAt(first, new(Terms.SourceKind, Terms.Source, Terms.Today));
            roles.ForEach(role => role.BeginAt(first));
            db.Add(AuditEntry.Of(actor, AuditAction.CustomerChanged, clock, customer.Id, null,
                [nameof(Customer.RelationshipStart), .. roles.Count == 0 ? [] : new[] { nameof(ContactRole.From) }]));
        }
    }

    protected override ImportDraft? ReadRow(RowReader row)
    {
        var draft = new OrderDraft(
            SourceName.Key(Terms.Source, row.RequiredText(ImportField.OrderKey, SourceName.MaxKeyLength)),
            SourceName.Key(Terms.Source, row.RequiredText(ImportField.CustomerKey, SourceName.MaxKeyLength)),
            row.RequiredDay(ImportField.OrderedOn),
            row.Day(ImportField.RequiredOn),
            row.Day(ImportField.DeliveredOn),
            ReadCurrency(row),
            row.Number(ImportField.Freight) ?? 0,
            row.Text(ImportField.DeliveryName, DeliveryNameLength),
            CustomerRows.ReadAddress(row, ImportField.DeliveryStreet, ImportField.DeliveryPostalCode, ImportField.DeliveryCity, ImportField.DeliveryRegion, ImportField.DeliveryCountry));
        return row.Problems.Count == 0 ? draft : null;
    }

    private string ReadCurrency(RowReader row)
    {
        if (row.Text(ImportField.Currency, 40) is not { } text)
            return Terms.Currency;
        if (CurrencyCode.TryRead(text, out var code))
            return code;
        row.Refuse(ImportField.Currency, ImportReason.UnknownCurrency);
        return "";
    }
}

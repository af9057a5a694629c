using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Each row is a line of an order of the same source. Lines have no key of their own: as many equal lines (product, price, quantity, discount) as the
/// order had before this file are unchanged, those beyond them are new. So a file can be imported again, and rows that were rejected can come mended and alone.
/// </summary>
internal sealed class OrderLineRows(RegisterContext db, TimeProvider clock, ImportTerms terms, BulkWriter bulk) : ImportedRows(terms)
{
    private const int ProductLength = 200;

    /// <summary>For each order of the batch, and each earlier one that had lines before this file: those lines, as often as no row has met them yet. Null for an order that is not there.</summary>
    private readonly Dictionary<string, KnownOrder?> orders = [];

    private sealed record KnownOrder(bool IsArchived, bool HadLines, Dictionary<OrderLineDraft, int> Unmet);

    public override async Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<WeighedRow> weighed, CancellationToken ct)
    {
        // Of the others nothing was learnt that the register does not tell again, and a long file names more orders than memory should hold.
        foreach (var key in orders.Where(o => o.Value is not { HadLines: true }).Select(o => o.Key).ToList())
            orders.Remove(key);
        await LookUp([.. weighed.Select(w => w.Draft).OfType<OrderLineDraft>().Select(d => d.OrderKey).Distinct().Where(k => !orders.ContainsKey(k))], ct);
        return [.. weighed.Select(w => w.Draft is OrderLineDraft draft ? Weigh(w, draft) : w)];
    }

    private WeighedRow Weigh(WeighedRow row, OrderLineDraft draft)
    {
        if (orders[draft.OrderKey] is not { } order)
            return Reject(row, ImportReason.UnknownOrder, ImportField.OrderKey);
        if (order.Unmet.TryGetValue(draft, out var equal) && equal > 0)
        {
            order.Unmet[draft] = equal - 1;
            return row with { Fate = RowFate.Unchanged };
        }

        return order.IsArchived ? Reject(row, ImportReason.OrderArchived, ImportField.OrderKey) : row;
    }

    private async Task LookUp(IReadOnlyList<string> keys, CancellationToken ct)
    {
        var found = await db.Orders.AsNoTracking().Where(o => keys.Contains(o.SourceKey!)).Select(o => new
        {
            Key = o.SourceKey!,
            o.State,
            Lines = o.Lines.Where(l => !db.ImportedLines.Any(i => i.ImportId == Terms.Import && i.OrderId == l.OrderId && i.Position == l.Position)).Select(l => new { l.Product, l.UnitPrice, l.Quantity, l.Discount }).ToList(),
        }).ToDictionaryAsync(o => o.Key, ct);
        foreach (var key in keys)
        {
            orders.Add(key, found.TryGetValue(key, out var order)
                ? new(order.State == OrderState.Archived, order.Lines.Count > 0, order.Lines
                    .GroupBy(l => new OrderLineDraft(key, l.Product, l.UnitPrice, l.Quantity, l.Discount)).ToDictionary(g => g.Key, g => g.Count()))
                : null);
        }
    }

    public override async Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct)
    {
        var drafts = rows.Where(r => r.Fate == RowFate.New).Select(r => (OrderLineDraft)r.Draft!).ToLookup(d => d.OrderKey);
        var keys = drafts.Select(g => g.Key).ToList();
        var (lines, imported, entries) = (new List<OrderLine>(rows.Count), new List<ImportedLine>(rows.Count), new List<AuditEntry>(keys.Count));
        foreach (var order in await db.Orders.AsNoTracking().Include(o => o.Lines).Where(o => keys.Contains(o.SourceKey!)).ToListAsync(ct))
        {
            var before = order.Lines.Select(l => l.Position).ToHashSet();
            foreach (var line in drafts[order.SourceKey!])
                order.AddLine(line.Product, line.UnitPrice, line.Quantity, line.Discount);
            var added = order.Lines.Where(l => !before.Contains(l.Position)).ToList();
            lines.AddRange(added);
            imported.AddRange(added.Select(l => ImportedLine.Of(Terms.Import, order.Id, l.Position)));
            entries.Add(AuditEntry.Of(actor, AuditAction.OrderChanged, clock, order.CustomerId, order.Id.Value, nameof(Order.Lines)));
        }

        await bulk.Write(lines, ct);
        await bulk.Write(imported, ct);
        await bulk.Write(entries, ct);
    }

    protected override ImportDraft? ReadRow(RowReader row)
    {
        var draft = new OrderLineDraft(
            SourceName.Key(Terms.Source, row.RequiredText(ImportField.OrderKey, SourceName.MaxKeyLength)),
            row.RequiredText(ImportField.Product, ProductLength),
            row.RequiredNumber(ImportField.UnitPrice),
            row.RequiredNumber(ImportField.Quantity),
            row.Number(ImportField.Discount) ?? 0);
        if (draft.Discount > 1)
            row.Refuse(ImportField.Discount, ImportReason.DiscountOutOfRange);
        return row.Problems.Count == 0 ? draft : null;
    }
}

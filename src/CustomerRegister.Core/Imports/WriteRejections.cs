using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>Keeps the rows that an import does not take in, and what is wrong with each.</summary>
internal sealed class WriteRejections(RegisterContext db, TimeProvider clock, BulkWriter bulk, Import import, IReadOnlyDictionary<ImportField, int> positions, IReadOnlyList<string> header)
{
    private int problems;
    private bool hasHeading;

    public async Task Add(IReadOnlyList<WeighedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        var owners = await Owners(rows, ct);
        List<RejectedRow> kept = [.. rows.Select(r => RejectedRow.Of(import.Id, r.Row, owners.GetValueOrDefault(r.Line), import.Kind == ImportKind.Customers && r.Problems is [{ Reason: ImportReason.Forgotten }], clock))];
        if (!hasHeading)
            kept.Insert(0, RejectedRow.Heading(import.Id, header, clock));
        hasHeading = true;
        await bulk.Write(kept, ct);
        await bulk.Write([.. rows.SelectMany(r => r.Problems.Select(problem => ImportRejection.Of(import.Id, ++problems, r.Line, problem)))], ct);
    }

    /// <summary>Whose the rows are, by line: a row that goes with its person must be known for theirs.</summary>
    private async Task<Dictionary<long, CustomerId?>> Owners(IReadOnlyList<WeighedRow> rows, CancellationToken ct)
    {
        var keys = Values(rows, ImportField.CustomerKey).ToDictionary(v => v.Line, v => SourceName.Key(import.Source, v.Value));
        var numbers = Values(rows, ImportField.CustomerNumber).Select(v => (v.Line, Number: long.TryParse(v.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)).ToDictionary(v => v.Line, v => v.Number);
        var owners = new Dictionary<long, CustomerId?>();
        if (keys.Count > 0)
        {
            List<string> asked = [.. keys.Values.Distinct()];
            var byKey = await db.Customers.Where(c => asked.Contains(c.SourceKey!)).Select(c => new { c.SourceKey, c.Id }).ToDictionaryAsync(c => c.SourceKey!, c => c.Id, ct);
            foreach (var (line, key) in keys)
            {
                if (byKey.TryGetValue(key, out var owner))
                    owners[line] = owner;
            }
        }

        if (numbers.Count > 0)
        {
            List<long> asked = [.. numbers.Values.Distinct()];
            var byNumber = await db.Customers.Where(c => asked.Contains(c.Number)).Select(c => new { c.Number, c.Id }).ToDictionaryAsync(c => c.Number, c => c.Id, ct);
            foreach (var (line, number) in numbers)
            {
                if (byNumber.TryGetValue(number, out var owner))
                    owners[line] = owner;
            }
        }

        return owners;
    }

    private IEnumerable<(long Line, string Value)> Values(IReadOnlyList<WeighedRow> rows, ImportField field) => positions.TryGetValue(field, out var position)
        ? rows.Where(r => position < r.Row.Fields.Count && !string.IsNullOrWhiteSpace(r.Row.Fields[position])).Select(r => (r.Line, r.Row.Fields[position].Trim()))
        : [];
}

using System.Runtime.CompilerServices;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.PersonalData.Packages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData;

/// <summary>
/// Reads every reported column of every row that belongs to a person, from the personal data map alone: what a mapping class
/// classifies is in the report. One round trip for the tables, however much the person has. The use case that reads for somebody logs it.
/// </summary>
public sealed class ReadPersonalData(RegisterContext db, TimeProvider clock)
{
    /// <summary>How many rows of a table a package holds in memory; what is more is read while it is written.</summary>
    internal const int MostHeld = 200;

    /// <returns>Null when the register has no such customer.</returns>
    public Task<PersonalDataReport?> Run(CustomerId person, CancellationToken ct) => Run(person, null, false, null, ct);

    /// <summary>The same for a page of the person's: of a long table the newest rows only, and how many there are. What may name other people is masked.</summary>
    /// <returns>Null when the register has no such customer.</returns>
    public Task<PersonalDataReport?> Newest(CustomerId person, int most, CancellationToken ct) => Run(person, most, true, new OtherPeople(db, person), ct);

    /// <summary>
    /// The same for a package, which memory does not grow with: of a long table only the first rows are held, and <see cref="ReportTable.AllRows"/> reads it again
    /// while it is written. All of it is read within one transaction that sees one moment. What may name other people is masked.
    /// </summary>
    internal Task<PersonalDataReport?> Open(CustomerId person, OtherPeople others, CancellationToken ct) => Run(person, MostHeld, false, others, ct);

    private async Task<PersonalDataReport?> Run(CustomerId person, int? most, bool newest, OtherPeople? others, CancellationToken ct)
    {
        var who = await db.Customers.AsNoTracking().Where(c => c.Id == person)
            .Select(c => new { c.Number, c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        if (who is null)
            return null;

        var keys = await FormerKeys.And(db, person, ct);
        var sql = new PersonSql(db);
        // Rows that outlive people keep the key under which they were written.
        var (own, ever) = (PersonScope.One(person), PersonScope.Any(keys));
        var tables = PersonalDataMap.Of(db).Tables.Select(t => TableReading.Of(t, sql)).Where(t => t.Columns.Count > 0)
            .Select(t => (Reading: t, Scope: t.Table.Erasure == RowErasure.Outlive ? ever : own)).ToList();
        var read = new List<ReadTable>();
        foreach (var ((reading, scope), rows) in tables.Zip(await FirstRows(tables, sql, most + 1, newest, ct)))
        {
            if (rows.Count == 0)
                continue;
            Rest? rest = null;
            if (rows.Count > most)
            {
                rows.RemoveAt(rows.Count - 1);
                rest = new(await Counts(reading, sql, scope, ct), token => Rows(reading, sql, scope, token), others);
            }

            if (newest)
                rows.Reverse();
            if (others is not null && MayNameOthers(reading, rows, newest ? null : rest))
                await others.Learn(OtherPeople.OwnNames(who.FirstName, who.LastName), ct);
            rows.ForEach(row => Mask(reading, row, others));
            read.Add(new(reading.Table.Key, reading, rows, rest));
        }

        return new PersonalDataReport(person, who.Number, $"{who.FirstName} {who.LastName}".Trim(), clock.Now(),
            [.. Enum.GetValues<DataCategory>().Select(category => new ReportCategory(category, [.. read.Select(t => Part(t, category)).OfType<ReportTable>()]))]);
    }

    /// <summary>The columns of one category; null where the table has none of it.</summary>
    private static ReportTable? Part(ReadTable table, DataCategory category)
    {
        var columns = table.Reading.Columns;
        int[] places = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].Category == category)];
        if (places.Length == 0)
            return null;
        ReportRow Of(object?[] row) => new([.. places.Select(i => new ReportCell(columns[i].Reported.Key, row[i]))]);
        return new ReportTable(table.Key, [.. places.Select(i => columns[i].Reported)], [.. table.Rows.Select(Of)])
        {
            // The first number counts the rows.
            Rest = table.Rest is not { } rest ? null : new(rest.Counts[0], [.. places.Select(i => rest.Counts[i + 1] > 0)], ct => Streamed(table.Reading, rest, Of, ct)),
        };
    }

    private static async IAsyncEnumerable<ReportRow> Streamed(TableReading reading, Rest rest, Func<object?[], ReportRow> of, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in rest.Rows(ct))
        {
            Mask(reading, row, rest.Others);
            yield return of(row);
        }
    }

    /// <summary>Whether anything is stored where others may be named.</summary>
    private static bool MayNameOthers(TableReading reading, List<object?[]> rows, Rest? rest) =>
        Enumerable.Range(0, reading.Columns.Count).Any(i => reading.Columns[i].Others is { } named && (rest?.Counts[i + 1] > 0 || rows.Exists(row => named.MayBeIn(row, i))));

    private static void Mask(TableReading reading, object?[] row, OtherPeople? others)
    {
        for (var i = 0; others is not null && i < row.Length; i++)
        {
            if (reading.Columns[i].Others is { } named && named.MayBeIn(row, i))
                row[i] = named.Mask((string)row[i]!, others);
        }
    }

    /// <summary>All tables in one round trip, for most people have rows in a few of them only. Where a database keeps plans, it makes these once.</summary>
    private async Task<List<List<object?[]>>> FirstRows(IReadOnlyList<(TableReading Reading, PersonScope Scope)> tables, PersonSql sql, int? most, bool newest, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var text = string.Join(";\n", tables.Select(t => t.Reading.Rows(sql, t.Scope, most, newest)));
            await using var command = sql.Command(text, new("", [.. tables.SelectMany(t => t.Scope.Parameters).DistinctBy(p => p.Name)]));
            await command.PrepareAsync(ct);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var read = new List<List<object?[]>>();
            foreach (var (reading, _) in tables)
            {
                var rows = new List<object?[]>();
                while (await reader.ReadAsync(ct))
                    rows.Add(reading.Row(reader));
                read.Add(rows);
                await reader.NextResultAsync(ct);
            }

            return read;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async IAsyncEnumerable<object?[]> Rows(TableReading reading, PersonSql sql, PersonScope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = sql.Command(reading.Rows(sql, scope, null), scope);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                yield return reading.Row(reader);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<long[]> Counts(TableReading reading, PersonSql sql, PersonScope scope, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = sql.Command(reading.Counts(sql, scope), scope);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private sealed record ReadTable(string Key, TableReading Reading, List<object?[]> Rows, Rest? Rest);

    /// <param name="Counts">Of all rows, then of those in which each column holds something.</param>
    private sealed record Rest(long[] Counts, Func<CancellationToken, IAsyncEnumerable<object?[]>> Rows, OtherPeople? Others);
}

using System.Data.Common;
using System.Runtime.CompilerServices;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData;

/// <summary>
/// Reads every reported column of every row that belongs to a person, from the personal data map alone: what a mapping class
/// classifies is in the report. Two round trips for the tables, however much the person has. The use case that reads for somebody logs it.
/// </summary>
public sealed class ReadPersonalData(RegisterContext db, TimeProvider clock)
{
    private const string QueryName = "CustomerRegister:ReadPersonalData";

    /// <summary>How many rows of a table a package holds in memory; what is more is read while it is written.</summary>
    internal const int MostHeld = 200;

    /// <summary>What may be another's is not told as the person's own, with all that hangs on it.</summary>
    private static readonly Dictionary<Type, string> NotTheirs = new() { [typeof(DataSubjectRequest)] = ProvedRequests.MayBeAnothers };

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
        await using var connected = await db.StayConnected(ct);
        if (await db.Compiled(QueryName, Query)(db, person, ct) is not { } who)
            return null;

        var keys = await FormerKeys.And(db, person, ct);
        var sql = new PersonSql(db);
        // Rows that outlive people keep the key under which they were written.
        var (own, ever) = (PersonScope.One(person) with { Spared = NotTheirs }, PersonScope.Any(keys) with { Spared = NotTheirs });
        var tables = PersonalDataMap.Of(db).Tables.Select(t => TableReading.Of(t, sql)).Where(t => t.Columns.Count > 0)
            .Select(t => new OwnTable(t, t.Table.Erasure == RowErasure.Outlive ? ever : own)).ToList();
        if (await Filled(tables, sql, ct) is not { Count: > 0 } filled)
            return null;
        var read = new List<ReadTable>();
        foreach (var (table, rows) in filled.Zip(await FirstRows(filled, sql, most + 1, newest, ct)))
        {
            var reading = table.Reading;
            // Outside a transaction, they may have gone since a moment ago.
            if (rows.Count == 0)
                continue;
            Rest? rest = null;
            if (rows.Count > most)
            {
                rows.RemoveAt(rows.Count - 1);
                rest = new(await Counts(table, sql, ct), token => Rows(table, sql, token), others);
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
        int[] places = [.. table.Reading.Places[category]];
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

    /// <summary>The tables in which there are rows: most people have some in a few only, and to ask each by itself takes a database longer than to say which.</summary>
    private static async Task<List<OwnTable>> Filled(IReadOnlyList<OwnTable> tables, PersonSql sql, CancellationToken ct)
    {
        await using var command = Command(sql, tables, $"select {string.Join(", ", tables.Select(t => t.Reading.Any(sql, t.Scope)))}");
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return [.. tables.Where((_, i) => reader.GetBoolean(i))];
    }

    /// <summary>All of them in one round trip. Where a database keeps plans, it makes these once.</summary>
    private static async Task<List<List<object?[]>>> FirstRows(IReadOnlyList<OwnTable> tables, PersonSql sql, int? most, bool newest, CancellationToken ct)
    {
        await using var command = Command(sql, tables, string.Join(";\n", tables.Select(t => t.Reading.Rows(sql, t.Scope, most, newest))));
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = new List<List<object?[]>>();
        foreach (var table in tables)
        {
            var rows = new List<object?[]>();
            while (await reader.ReadAsync(ct))
                rows.Add(table.Reading.Row(reader));
            read.Add(rows);
            await reader.NextResultAsync(ct);
        }

        return read;
    }

    private static DbCommand Command(PersonSql sql, IEnumerable<OwnTable> tables, string text) => sql.Command(text, new("", [.. tables.SelectMany(t => t.Scope.Parameters).DistinctBy(p => p.Name)]));

    private async IAsyncEnumerable<object?[]> Rows(OwnTable table, PersonSql sql, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connected = await db.StayConnected(ct);
        await using var command = sql.Command(table.Reading.Rows(sql, table.Scope, null), table.Scope);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return table.Reading.Row(reader);
    }

    private static async Task<long[]> Counts(OwnTable table, PersonSql sql, CancellationToken ct)
    {
        await using var command = sql.Command(table.Reading.Counts(sql, table.Scope), table.Scope);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    private static Func<RegisterContext, CustomerId, CancellationToken, Task<Person?>> Query() => EF.CompileAsyncQuery((RegisterContext db, CustomerId person, CancellationToken ct) =>
        db.Customers.Where(c => c.Id == person).Select(c => new Person(c.Number, c.FirstName, c.LastName)).TagWith(PlannedOnce.Mark).SingleOrDefault());

    private sealed record Person(long Number, string FirstName, string LastName);

    /// <param name="Scope">Under which keys the person's rows are in it.</param>
    private sealed record OwnTable(TableReading Reading, PersonScope Scope);

    private sealed record ReadTable(string Key, TableReading Reading, List<object?[]> Rows, Rest? Rest);

    /// <param name="Counts">Of all rows, then of those in which each column holds something.</param>
    private sealed record Rest(long[] Counts, Func<CancellationToken, IAsyncEnumerable<object?[]>> Rows, OtherPeople? Others);
}

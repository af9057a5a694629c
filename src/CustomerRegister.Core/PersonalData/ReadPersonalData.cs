using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustomerRegister.PersonalData;

/// <summary>
/// Reads every reported column of every row that belongs to a person, from the personal data map alone: what a mapping class
/// classifies is in the report. One query a table, however much the person has. The use case that reads for somebody logs it.
/// </summary>
public sealed class ReadPersonalData(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null when the register has no such customer.</returns>
    public async Task<PersonalDataReport?> Run(CustomerId person, CancellationToken ct)
    {
        var who = await db.Customers.AsNoTracking().Where(c => c.Id == person)
            .Select(c => new { c.Number, c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        if (who is null)
            return null;

        var keys = await FormerKeys.And(db, person, ct);
        var read = new List<ReadTable>();
        foreach (var table in PersonalDataMap.Of(db).Tables)
        {
            var columns = Columns(table);
            // Rows that outlive people keep the key under which they were written.
            var scope = table.Erasure == RowErasure.Outlive ? PersonScope.Any(keys) : PersonScope.One(person);
            read.Add(new(table, columns, columns.Count == 0 ? [] : await Rows(table, columns, scope, ct)));
        }

        await NameReferences(read, ct);
        return new PersonalDataReport(person, who.Number, $"{who.FirstName} {who.LastName}".Trim(), clock.Now(),
            [.. Enum.GetValues<DataCategory>().Select(category => new ReportCategory(category, [.. read.Select(t => Part(t, category)).OfType<ReportTable>()]))]);
    }

    /// <summary>The columns of one category; null where the table has none of it, or no row.</summary>
    private static ReportTable? Part(ReadTable table, DataCategory category)
    {
        var places = Enumerable.Range(0, table.Columns.Count).Where(i => table.Columns[i].Category == category).ToList();
        return places.Count == 0 || table.Rows.Count == 0 ? null : new ReportTable(
            table.Table.Key,
            [.. places.Select(i => table.Columns[i].Reported)],
            [.. table.Rows.Select(row => new ReportRow([.. places.Select(i => new ReportCell(table.Columns[i].Reported.Key, row[i]))]))]);
    }

    private static List<SelectedColumn> Columns(PersonalTable table)
    {
        var sought = table.Columns.Where(c => c.IsReported)
            .Select(c => new SelectedColumn(c.Property, c.Name, new(c.Key, $"{table.Key}.{c.Key}"), c.Category, false)).ToList();
        // A line says little without the number of its order.
        if (sought.Count > 0 && table.Parent is { } parent && parent.Columns.FirstOrDefault(c => c is { Key: NumberKey, IsReported: true }) is { } number)
        {
            var key = $"{parent.Key}.{NumberKey}";
            sought.Insert(0, new(number.Property, number.Name, new(key, key), table.Category, true));
        }

        return sought;
    }

    private async Task<List<object?[]>> Rows(PersonalTable table, List<SelectedColumn> columns, PersonScope scope, CancellationToken ct)
    {
        var sql = new PersonSql(db);
        var name = sql.Quote(table.Name);
        var selected = columns.Select(c => c.IsOfParent ? OfParent(sql, table, c.Name) : $"{name}.{sql.Quote(c.Name)}");
        // Numbers first: keys follow the clock, but not within a millisecond.
        var numbered = table.Columns.Where(c => c.Key == NumberKey && c.Property.ClrType == typeof(long)).Select(c => $"{name}.{sql.Quote(c.Name)}");
        var order = columns.Where(c => c.IsOfParent).Select((_, i) => $"{i + 1}")
            .Concat(numbered)
            .Concat(table.EntityType.FindPrimaryKey()!.Properties.Select(p => $"{name}.{sql.Quote(p.GetColumnName())}"));
        var text = $"select {string.Join(", ", selected)} from {name} where {sql.BelongsTo(table, scope)} order by {string.Join(", ", order)}";

        var readers = columns.ConvertAll(c => StoredValue.Of(c.Property));
        var rows = new List<object?[]>();
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = sql.Command(text, scope);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var row = new object?[columns.Count];
                for (var i = 0; i < row.Length; i++)
                    row[i] = reader.IsDBNull(i) ? null : readers[i].Read(reader, i);
                rows.Add(row);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return rows;
    }

    private static string OfParent(PersonSql sql, PersonalTable table, string column)
    {
        var (name, parent) = (sql.Quote(table.Name), sql.Quote(table.Parent!.Name));
        return $"(select {parent}.{sql.Quote(column)} from {parent} where {parent}.{sql.Quote(table.Parent.KeyColumn)} = {name}.{sql.Quote(table.OwnerColumn)})";
    }

    /// <summary>A key tells a reader nothing: organisations and purposes are shown by their names.</summary>
    private async Task NameReferences(List<ReadTable> tables, CancellationToken ct)
    {
        var organisations = Keys<OrganisationId>(tables);
        if (organisations.Count > 0)
        {
            var found = await db.Organisations.AsNoTracking().Where(o => organisations.Contains(o.Id)).Select(o => new { o.Id, o.Name }).ToListAsync(ct);
            Name(tables, found.ToDictionary(o => o.Id, o => new ReportReference(o.Id.Value, new(o.Name, o.Name, o.Name))));
        }

        var purposes = Keys<PurposeId>(tables);
        if (purposes.Count > 0)
        {
            var found = await db.Purposes.AsNoTracking().Where(p => purposes.Contains(p.Id)).ToListAsync(ct);
            Name(tables, found.ToDictionary(p => p.Id, p => new ReportReference(p.Id.Value, p.Name)));
        }
    }

    private static List<TKey> Keys<TKey>(List<ReadTable> tables) =>
        [.. tables.SelectMany(t => t.Rows).SelectMany(row => row.OfType<TKey>()).Distinct()];

    private static void Name<TKey>(List<ReadTable> tables, Dictionary<TKey, ReportReference> names) where TKey : notnull
    {
        foreach (var row in tables.SelectMany(t => t.Rows))
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is TKey key)
                    row[i] = names[key];
            }
        }
    }

    private const string NumberKey = "number";

    private sealed record ReadTable(PersonalTable Table, List<SelectedColumn> Columns, List<object?[]> Rows);

    private sealed record SelectedColumn(IProperty Property, string Name, ReportColumn Reported, DataCategory Category, bool IsOfParent);
}

using System.Collections.Concurrent;
using System.Data.Common;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData;

/// <summary>How one table of the personal data map is read for a person: which columns, in which order, and how each value comes back into its type.</summary>
internal sealed class TableReading
{
    private const string NumberKey = "number";

    private static readonly ConcurrentDictionary<PersonalTable, TableReading> Known = new(ReferenceEqualityComparer.Instance);

    private readonly string select, order, newestFirst;

    private TableReading(PersonalTable table, PersonSql sql)
    {
        Table = table;
        Columns = Sought(table, sql);
        Places = Enumerable.Range(0, Columns.Count).ToLookup(i => Columns[i].Category);
        var name = sql.Quote(table.Name);
        // Numbers first: keys follow the clock, but not within a millisecond.
        var numbered = table.Columns.Where(c => c.Key == NumberKey && c.Property.ClrType == typeof(long)).Select(c => $"{name}.{sql.Quote(c.Name)}");
        select = string.Join(", ", Columns.Select(c => c.Expression).Concat(Columns.SelectMany(c => c.Names)));
        List<string> places = [.. Columns.Where(c => c.IsOfParent).Select((_, i) => $"{i + 1}"), .. numbered, .. table.EntityType.FindPrimaryKey()!.Properties.Select(p => $"{name}.{sql.Quote(p.GetColumnName())}")];
        (order, newestFirst) = (string.Join(", ", places), string.Join(", ", places.Select(p => $"{p} desc")));
    }

    public PersonalTable Table { get; }

    public IReadOnlyList<SelectedColumn> Columns { get; }

    /// <summary>Where among the columns those of each category are.</summary>
    public ILookup<DataCategory, int> Places { get; }

    public static TableReading Of(PersonalTable table, PersonSql sql) => Known.GetOrAdd(table, t => new(t, sql));

    /// <param name="most">How many rows at most; null for all.</param>
    /// <param name="newest">Whether the rows come from the end of their order, the last one first.</param>
    public string Rows(PersonSql sql, PersonScope scope, int? most, bool newest = false) =>
        $"select {select} from {sql.Quote(Table.Name)} where {sql.BelongsTo(Table, scope)} order by {(newest ? newestFirst : order)}{(most is null ? "" : FormattableString.Invariant($" limit {most}"))}";

    /// <summary>The condition that there is a row at all.</summary>
    public string Any(PersonSql sql, PersonScope scope) => $"exists (select 1 from {sql.Quote(Table.Name)} where {sql.BelongsTo(Table, scope)})";

    /// <summary>How many rows there are, and in how many of them each column holds something.</summary>
    public string Counts(PersonSql sql, PersonScope scope) =>
        $"select count(*), {string.Join(", ", Columns.Select(c => $"count({c.Expression})"))} from {sql.Quote(Table.Name)} where {sql.BelongsTo(Table, scope)}";

    public object?[] Row(DbDataReader reader)
    {
        var row = new object?[Columns.Count];
        var name = Columns.Count;
        for (var i = 0; i < row.Length; i++)
        {
            var column = Columns[i];
            row[i] = reader.IsDBNull(i) ? null
                : column.Names.Count == 0 ? column.Value.Read(reader, i)
                // A key tells a reader nothing: organisations and purposes are shown by their names.
                : new ReportReference(reader.GetGuid(i), new(reader.GetString(name), reader.GetString(name + column.Names.Count / 2), reader.GetString(name + column.Names.Count - 1)));
            name += column.Names.Count;
        }

        return row;
    }

    private static List<SelectedColumn> Sought(PersonalTable table, PersonSql sql)
    {
        var name = sql.Quote(table.Name);
        var sought = table.Columns.Where(c => c.IsReported)
            .Select(c => new SelectedColumn($"{name}.{sql.Quote(c.Name)}", Names(table, c, sql), StoredValue.Of(c.Property), new(c.Key, $"{table.Key}.{c.Key}"), c.Category, false)).ToList();
        // A line says little without the number of its order.
        if (sought.Count > 0 && table.Parent is { } parent && parent.Columns.FirstOrDefault(c => c is { Key: NumberKey, IsReported: true }) is { } number)
        {
            var key = $"{parent.Key}.{NumberKey}";
            var of = sql.Quote(parent.Name);
            var expression = $"(select {of}.{sql.Quote(number.Name)} from {of} where {of}.{sql.Quote(parent.KeyColumn)} = {name}.{sql.Quote(table.OwnerColumn)})";
            sought.Insert(0, new(expression, [], StoredValue.Of(number.Property), new(key, key), table.Category, true));
        }

        string[] keys = [.. sought.Select(c => c.Reported.Key)];
        return sought.ConvertAll(c => table.Columns.FirstOrDefault(of => !c.IsOfParent && of.Key == c.Reported.Key)?.OthersNamed is { } said ? c with { Others = new(said, keys) } : c);
    }

    /// <summary>Where a key leads to a row of the controller's own, the columns of that row's name.</summary>
    private static List<string> Names(PersonalTable table, PersonalColumn column, PersonSql sql)
    {
        var type = Nullable.GetUnderlyingType(column.Property.ClrType) ?? column.Property.ClrType;
        return type == typeof(OrganisationId) ? [Name(typeof(Organisation), nameof(Organisation.Name))]
            : type == typeof(PurposeId) ? [.. Enum.GetValues<Language>().Select(language => Name(typeof(Purpose), $"{nameof(Purpose.Name)}_{language}"))]
            : [];

        string Name(Type entity, string nameColumn)
        {
            var other = table.EntityType.Model.FindEntityType(entity)!;
            var of = sql.Quote(other.GetTableName()!);
            return $"(select {of}.{sql.Quote(nameColumn)} from {of} where {of}.{sql.Quote(other.FindPrimaryKey()!.Properties[0].GetColumnName())} = {sql.Quote(table.Name)}.{sql.Quote(column.Name)})";
        }
    }
}

/// <param name="Names">Expressions for the name of the row that a key leads to, in one language or in each; empty for everything else.</param>
internal sealed record SelectedColumn(string Expression, IReadOnlyList<string> Names, StoredValue Value, ReportColumn Reported, DataCategory Category, bool IsOfParent)
{
    /// <summary>Where in it others may be named; null for nowhere.</summary>
    public OthersNamed? Others { get; init; }
}

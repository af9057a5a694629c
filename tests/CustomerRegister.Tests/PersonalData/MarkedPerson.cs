using System.Globalization;
using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>A value that stands in one column and nowhere else in the register, so that it can be looked for everywhere.</summary>
/// <param name="Trace">How the value reads in whatever column it is found in; null for a type with too few values to be unique.</param>
public sealed record Mark(PersonalTable Table, PersonalColumn Column, object Value, string? Trace)
{
    public override string ToString() => $"{Table.Key}.{Column.Key} ({Column.Kind}, {Table.Erasure})";
}

/// <summary>
/// A person with one row in every table of the personal data map and a mark in every column. Made from the model alone, by plain
/// inserts: a table that is added tomorrow is in it without a word here.
/// </summary>
public sealed class MarkedPerson
{
    private readonly RegisterContext db;
    private readonly Dictionary<IEntityType, Dictionary<IProperty, object>> rows = [];
    private readonly List<Mark> marks = [];
    private int counter;

    private MarkedPerson(RegisterContext db, CustomerId id, int first) => (this.db, Id, counter) = (db, id, first);

    public CustomerId Id { get; }

    public IReadOnlyList<Mark> Marks => marks;

    /// <param name="db">The register, migrated.</param>
    /// <param name="first">The number of the first mark: two people with marks of their own begin far apart.</param>
    /// <param name="only">The one table besides the person's own in which there is a row, and whatever that leads through; null for all.</param>
    public static async Task<MarkedPerson> In(RegisterContext db, int first, PersonalTable? only = null)
    {
        var person = new MarkedPerson(db, new(Guid.CreateVersion7(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero))), first);
        foreach (var table in PersonalDataMap.Of(db).Tables.Where(t => only is null || t.IsCustomer || t == only).OrderByDescending(t => t.IsCustomer))
            await person.Row(table.EntityType);
        return person;
    }

    /// <summary>The same for a person who is in the register already: a row more in every other table, and a mark in each column of their own row that is empty.</summary>
    public static async Task<MarkedPerson> Beside(RegisterContext db, CustomerId id, int first)
    {
        var person = new MarkedPerson(db, id, first);
        await db.Database.OpenConnectionAsync();
        foreach (var table in PersonalDataMap.Of(db).Tables.OrderByDescending(t => t.IsCustomer))
        {
            if (table.IsCustomer)
                await person.FillOwnRow(table);
            else
                await person.Row(table.EntityType);
        }

        return person;
    }

    /// <summary>The personal columns in which no row of the person holds anything; empty when the person has something everywhere.</summary>
    public static async Task<IReadOnlyList<string>> Unfilled(RegisterContext db, CustomerId id)
    {
        var sql = new PersonSql(db);
        var scope = PersonScope.One(id);
        var empty = new List<string>();
        await db.Database.OpenConnectionAsync();
        foreach (var table in PersonalDataMap.Of(db).Tables)
        {
            foreach (var column in table.Columns.Where(c => c.IsClearedWithRow))
            {
                await using var command = sql.Command($"select count({sql.Quote(column.Name)}) from {sql.Quote(table.Name)} where {sql.BelongsTo(table, scope)}", scope);
                if (Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == 0)
                    empty.Add($"{table.Key}.{column.Key}");
            }
        }

        return empty;
    }

    /// <summary>Everything that stands in any column of any table, each value as text.</summary>
    public static async Task<IReadOnlySet<string>> EverythingStored(RegisterContext db)
    {
        var found = new HashSet<string>();
        var listing = db.Database.IsNpgsql()
            ? "select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
            : "select '\"' || name || '\"' from sqlite_master where type = 'table'";
        foreach (var table in await db.Database.SqlQueryRaw<string>(listing).ToListAsync())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from {table}";
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    if (!reader.IsDBNull(i))
                        found.UnionWith(Traces(reader.GetValue(i)));
                }
            }
        }

        return found;
    }

    public static bool IsIn(IReadOnlySet<string> stored, string trace) =>
        stored.Contains(trace) || (IsText(trace) && stored.Any(s => s.Contains(trace, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The row of this person in a table, or the one row that all people share in a table of the controller's own.</summary>
    private async Task<Dictionary<IProperty, object>> Row(IEntityType type)
    {
        if (rows.TryGetValue(type, out var known))
            return known;
        var table = PersonalDataMap.Of(db).Tables.SingleOrDefault(t => t.EntityType == type);
        var row = rows[type] = [];
        foreach (var property in Flat(type))
            row[property] = await Value(type, table, property);
        await Insert(type, row);
        return row;
    }

    private async Task<object> Value(IEntityType type, PersonalTable? table, IProperty property)
    {
        var clr = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (clr == typeof(CustomerId) && (table?.IsCustomer == true || table?.Owner == property))
            return Id;
        if (property.GetContainingForeignKeys().FirstOrDefault() is { } key && key.PrincipalEntityType != type)
        {
            var principal = (await Row(key.PrincipalEntityType))[key.PrincipalKey.Properties[0]];
            return Note(table, property, principal, null);
        }

        counter++;
        // Long enough not to stand in a key or hash by chance.
        var text = string.Create(CultureInfo.InvariantCulture, $"m{counter:00000}x");
        if (property.GetMaxLength() is { } longest && longest < text.Length)
            return Note(table, property, text[^longest..], null);
        if (clr.IsEnum)
            return Note(table, property, Enum.GetValues(clr).GetValue(Enum.GetValues(clr).Length - 1)!, null);
        if (clr == typeof(bool))
            return Note(table, property, true, null);
        object value =
            clr == typeof(string) ? text
            : clr == typeof(int) ? 700_000 + counter
            : clr == typeof(long) ? 9_000_000L + counter
            : clr == typeof(decimal) ? 500_000.1234m + counter
            : clr == typeof(DateOnly) ? new DateOnly(1000, 1, 2).AddMonths(counter)
            : clr == typeof(DateTime) ? new DateTime(1950, 1, 1, 1, 2, 3, DateTimeKind.Utc).AddDays(counter).AddMicroseconds(123456)
            : clr == typeof(byte[]) ? Encoding.UTF8.GetBytes(text)
            : clr == typeof(Guid) ? Guid.CreateVersion7()
            : property.GetRelationalTypeMapping().Converter is { } converter && converter.ProviderClrType == typeof(string) ? converter.ConvertFromProvider(text)!
            : property.GetRelationalTypeMapping().Converter is { } key2 && key2.ProviderClrType == typeof(Guid) ? key2.ConvertFromProvider(Guid.CreateVersion7())!
            : throw new InvalidOperationException($"Say how to mark a {clr.Name}: {type.DisplayName()}.{property.Name}");
        var stored = property.GetRelationalTypeMapping().Converter?.ConvertToProvider(value) ?? value;
        return Note(table, property, value, Traces(stored).First());
    }

    private object Note(PersonalTable? table, IProperty property, object value, string? trace)
    {
        if (table?.Columns.SingleOrDefault(c => c.Property == property) is { } column)
            marks.Add(new(table, column, value, trace));
        return value;
    }

    private async Task FillOwnRow(PersonalTable table)
    {
        var sql = new PersonSql(db);
        rows[table.EntityType] = new() { [table.EntityType.FindPrimaryKey()!.Properties[0]] = Id };
        foreach (var column in table.Columns.Where(c => c.IsClearedWithRow && c.Property.GetTableColumnMappings().Single().Column.IsNullable))
        {
            var value = await Value(table.EntityType, table, column.Property);
            await using var command = sql.Command($"update {sql.Quote(table.Name)} set {sql.Quote(column.Name)} = @mark where {sql.Quote(table.KeyColumn)} = @person and {sql.Quote(column.Name)} is null", PersonScope.One(Id));
            command.Parameters.Add(column.Property.GetRelationalTypeMapping().CreateParameter(command, "@mark", value, column.Property.IsNullable));
            if (await command.ExecuteNonQueryAsync() == 0)
                marks.RemoveAt(marks.Count - 1);
        }
    }

    private async Task Insert(IEntityType type, Dictionary<IProperty, object> row)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var names = new List<string>();
        foreach (var (property, value) in row)
        {
            names.Add(sql.DelimitIdentifier(property.GetTableColumnMappings().Single().Column.Name));
            command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, $"@p{names.Count}", value, property.IsNullable));
        }

        command.CommandText = $"insert into {sql.DelimitIdentifier(type.GetTableName()!)} ({string.Join(", ", names)}) values ({string.Join(", ", names.Select((_, i) => $"@p{i + 1}"))})";
        await db.Database.OpenConnectionAsync();
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<IProperty> Flat(ITypeBase type) =>
        type.GetProperties().Concat(type.GetComplexProperties().SelectMany(c => Flat(c.ComplexType)));

    private static bool IsText(string trace) => trace[0] == 'm' && trace[^1] == 'x';

    private static IEnumerable<string> Traces(object value) => value switch
    {
        byte[] bytes => [Encoding.UTF8.GetString(bytes)],
        DateTime instant => [instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture), .. instant.TimeOfDay == TimeSpan.Zero ? [instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)] : Array.Empty<string>()],
        DateOnly day => [day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
        Guid id => [id.ToString().ToUpperInvariant()],
        decimal number => [number.ToString("0.####", CultureInfo.InvariantCulture)],
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture)!],
    };
}

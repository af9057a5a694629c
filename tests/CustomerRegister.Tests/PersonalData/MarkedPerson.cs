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

    private MarkedPerson(RegisterContext db, int first) => (this.db, counter) = (db, first);

    public CustomerId Id { get; } = new(Guid.CreateVersion7(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)));

    public IReadOnlyList<Mark> Marks => marks;

    /// <param name="db">The register, migrated.</param>
    /// <param name="first">The number of the first mark: two people with marks of their own begin far apart.</param>
    public static async Task<MarkedPerson> In(RegisterContext db, int first)
    {
        var person = new MarkedPerson(db, first);
        foreach (var table in PersonalDataMap.Of(db).Tables.OrderByDescending(t => t.IsCustomer))
            await person.Row(table.EntityType);
        return person;
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

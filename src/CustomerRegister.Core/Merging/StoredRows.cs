using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>A row as it is stored: the values about the person, and the rest, by the keys of the columns. Null is left out.</summary>
internal sealed record StoredRow(PersonalTable Table, JsonObject Values, JsonObject Rest)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The values under the table's key, so that whoever reads them alone knows of what they are.</summary>
    public string ValuesText => new JsonObject { [Table.Key] = Values.DeepClone() }.ToJsonString(Readable);

    public string RestText => Rest.ToJsonString(Readable);

    public static StoredRow Of(PersonalTable table, string values, string rest) =>
        new(table, JsonNode.Parse(values)![table.Key]!.AsObject(), JsonNode.Parse(rest)!.AsObject());

    /// <summary>The key of whom the row belongs to.</summary>
    public CustomerId Owner => new(Guid.Parse(Rest[Table.Columns.Single(c => c.Property == Table.Owner).Key]!.ToString()));

    public object? Value(PersonalColumn column)
    {
        if ((Values[column.Key] ?? Rest[column.Key]) is not { } node)
            return null;
        var converter = column.Property.GetRelationalTypeMapping().Converter;
        var type = converter?.ProviderClrType ?? column.Property.ClrType;
        var stored = node.Deserialize(Nullable.GetUnderlyingType(type) ?? type);
        return converter is null ? stored : converter.ConvertFromProvider(stored);
    }
}

/// <summary>Rows of a customer, read and written column by column, whatever the columns are: what a later version adds is in it without a word here.</summary>
internal sealed class StoredRows(RegisterContext db)
{
    // Two people's rows come to a handful; keys go in lists of this length.
    private const int KeysInOneStatement = 500;

    private readonly PersonSql sql = new(db);

    public async Task<IReadOnlyList<StoredRow>> Read(PersonalTable table, CustomerId customer, CancellationToken ct)
    {
        var readers = table.Columns.Select(c => StoredValue.Of(c.Property)).ToList();
        var order = table.EntityType.FindPrimaryKey()!.Properties.Select(p => sql.Quote(p.GetColumnName()));
        var text = $"select {string.Join(", ", table.Columns.Select(c => sql.Quote(c.Name)))} from {sql.Quote(table.Name)} where {sql.BelongsTo(table, PersonScope.One(customer))} order by {string.Join(", ", order)}";
        await using var command = sql.Command(text, PersonScope.One(customer));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<StoredRow>();
        while (await reader.ReadAsync(ct))
        {
            var (values, rest) = (new JsonObject(), new JsonObject());
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (!reader.IsDBNull(i) && readers[i].ReadStored(reader, i) is { } stored)
                    (table.Columns[i].IsReported ? values : rest)[table.Columns[i].Key] = JsonSerializer.SerializeToNode(stored, stored.GetType());
            }

            rows.Add(new(table, values, rest));
        }

        return rows;
    }

    /// <summary>The keys of the customer's rows, in their order. The table's key is one column.</summary>
    public async Task<IReadOnlyList<Guid>> Keys(PersonalTable table, CustomerId customer, CancellationToken ct)
    {
        var key = sql.Quote(table.KeyColumn);
        await using var command = sql.Command($"select {key} from {sql.Quote(table.Name)} where {sql.BelongsTo(table, PersonScope.One(customer))} order by {key}", PersonScope.One(customer));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<Guid>();
        while (await reader.ReadAsync(ct))
            keys.Add(reader.GetGuid(0));
        return keys;
    }

    /// <summary>Gives rows to another customer.</summary>
    public async Task Give(PersonalTable table, IReadOnlyList<Guid> keys, CustomerId to, CancellationToken ct)
    {
        foreach (var some in keys.Chunk(KeysInOneStatement))
        {
            var key = table.EntityType.FindPrimaryKey()!.Properties[0];
            var text = $"update {sql.Quote(table.Name)} set {sql.Quote(table.OwnerColumn)} = @to where {sql.Quote(table.KeyColumn)} in ({string.Join(", ", some.Select((_, i) => $"@k{i}"))})";
            await using var command = sql.Command(text, new PersonScope("", [("@to", to)]));
            var mapping = key.GetRelationalTypeMapping();
            for (var i = 0; i < some.Length; i++)
                command.Parameters.Add(mapping.CreateParameter(command, $"@k{i}", mapping.Converter!.ConvertFromProvider(some[i])));
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    public async Task Insert(StoredRow row, CancellationToken ct)
    {
        var columns = row.Table.Columns;
        await Execute(row,
            $"insert into {sql.Quote(row.Table.Name)} ({string.Join(", ", columns.Select(c => sql.Quote(c.Name)))}) values ({string.Join(", ", columns.Select((_, i) => $"@c{i}"))})", ct);
    }

    /// <summary>Writes the customer's own row back.</summary>
    public async Task Overwrite(StoredRow row, CancellationToken ct)
    {
        var sets = row.Table.Columns.Select((c, i) => $"{sql.Quote(c.Name)} = @c{i}");
        await Execute(row, $"update {sql.Quote(row.Table.Name)} set {string.Join(", ", sets)} where {sql.Quote(row.Table.OwnerColumn)} = @c{row.Table.Columns.ToList().FindIndex(c => c.Property == row.Table.Owner)}", ct);
    }

    public Task Delete(PersonalTable table, CustomerId customer, CancellationToken ct) =>
        sql.Execute($"delete from {sql.Quote(table.Name)} where {sql.BelongsTo(table, PersonScope.One(customer))}", PersonScope.One(customer), ct);

    public Task Delete(PersonalTable table, Guid key, CancellationToken ct)
    {
        var mapping = table.EntityType.FindPrimaryKey()!.Properties[0].GetRelationalTypeMapping();
        return sql.Execute($"delete from {sql.Quote(table.Name)} where {sql.Quote(table.KeyColumn)} = @key", new PersonScope("", [("@key", mapping.Converter!.ConvertFromProvider(key)!)]), ct);
    }

    private async Task Execute(StoredRow row, string text, CancellationToken ct)
    {
        await using var command = sql.Command(text, new PersonScope("", []));
        for (var i = 0; i < row.Table.Columns.Count; i++)
        {
            var column = row.Table.Columns[i];
            command.Parameters.Add(column.Property.GetRelationalTypeMapping().CreateParameter(command, $"@c{i}", row.Value(column), nullable: true));
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}

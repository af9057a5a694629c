using System.Globalization;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CustomerRegister.Imports;

/// <summary>
/// COPY in binary form. In an empty register the indexes and foreign keys of customers are made after the rows, in the same transaction: keeping them
/// row by row is most of the work of an import.
/// </summary>
internal sealed class PostgresBulkWriter(RegisterContext db) : BulkWriter(db)
{
    /// <summary>The tables of one customer that may be without their indexes while the register is empty.</summary>
    private const string Tables = """('"Customers"'::regclass, '"CustomerAddresses"'::regclass, '"CustomerPhones"'::regclass, '"ContactRoles"'::regclass)""";

    // One lock for all imports, so any fixed number does.
    private const long ImportLock = 0x43_52_49_4d_50_4f_52_54;

    private readonly List<string> afterwards = [];

    private NpgsqlConnection Connection => (NpgsqlConnection)Db.Database.GetDbConnection();

    // However long the one before takes.
    public override Task HoldImports(CancellationToken ct) => Execute(string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({ImportLock})"), ct);

    public override async Task Begin(bool isLong, CancellationToken ct)
    {
        if (!isLong)
            return;
        // The search's index collects what is new and sorts it in; the more at once, the less work for each.
        await Execute("set local work_mem = '64MB'; set local maintenance_work_mem = '256MB'; set local gin_pending_list_limit = '64MB'", ct);
        if (await Db.Customers.AnyAsync(ct))
            return;
        // Unique indexes stay: they tell which keys have come already.
        var dropped = await Read($"""
            select format('alter table %s drop constraint %I', conrelid::regclass, conname), format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), 1
            from pg_constraint where contype = 'f' and conrelid in {Tables}
            union all
            select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 2
            from pg_index where indrelid in {Tables} and not indisunique
            order by 3
            """, ct);
        foreach (var (drop, make) in dropped)
        {
            await Execute(drop, ct);
            afterwards.Add(make);
        }
    }

    public override async Task Settle(CancellationToken ct)
    {
        foreach (var make in Enumerable.Reverse(afterwards))
            await Execute(make, ct);
        afterwards.Clear();
    }

    // On a connection of its own: whoever registers a customer by hand need not wait for the end of an import.
    protected override async Task<long> Take(string series, int count, CancellationToken ct)
    {
        await using var connection = (NpgsqlConnection)((ICloneable)Connection).Clone();
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("""update "NumberSeries" set "Next" = "Next" + $1 where "Name" = $2 returning "Next" - $1""", connection)
        {
            Parameters = { new() { Value = (long)count }, new() { Value = series } },
        };
        return (long?)await command.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException($"There is no series of numbers named {series}.");
    }

    protected override async Task Write(BulkTable table, IReadOnlyCollection<object> rows, CancellationToken ct)
    {
        var names = string.Join(", ", table.Columns.Select(c => $"\"{c}\""));
        await using var importer = await Connection.BeginBinaryImportAsync($"""copy "{table.Name}" ({names}) from stdin (format binary)""", ct);
        Fill(importer, table, rows);
        await importer.CompleteAsync(ct);
    }

    protected override async Task Update(BulkTable table, string[] key, string[] changed, IReadOnlyCollection<object> rows, CancellationToken ct)
    {
        const string Changes = "changed_rows";
        await Execute($"""
            create temporary table {Changes} on commit drop as select {string.Join(", ", table.Columns.Select(c => $"\"{c}\""))} from "{table.Name}" with no data
            """, ct);
        await Write(table with { Name = Changes }, rows, ct);
        await Execute($"""
            update "{table.Name}" t set {string.Join(", ", changed.Select(c => $"\"{c}\" = c.\"{c}\""))} from {Changes} c where {string.Join(" and ", key.Select(k => $"t.\"{k}\" = c.\"{k}\""))};
            drop table {Changes}
            """, ct);
    }

    private static void Fill(NpgsqlBinaryImporter importer, BulkTable table, IReadOnlyCollection<object> rows)
    {
        var sink = new Sink(importer);
        foreach (var row in rows)
        {
            importer.StartRow();
            foreach (var read in table.Readers)
                read(sink, row);
        }
    }

    private async Task<List<(string Drop, string Make)>> Read(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, Connection, (NpgsqlTransaction?)Db.Database.CurrentTransaction?.GetDbTransaction());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<(string, string)>();
        while (await reader.ReadAsync(ct))
            found.Add((reader.GetString(0), reader.GetString(1)));
        return found;
    }

    private async Task Execute(string sql, CancellationToken ct)
    {
        // However long an index takes.
        await using var command = new NpgsqlCommand(sql, Connection, (NpgsqlTransaction?)Db.Database.CurrentTransaction?.GetDbTransaction()) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed class Sink(NpgsqlBinaryImporter importer) : IBulkSink
    {
        public void WriteNull() => importer.WriteNull();

        public void Write<T>(T value) where T : notnull => importer.Write(value);
    }
}

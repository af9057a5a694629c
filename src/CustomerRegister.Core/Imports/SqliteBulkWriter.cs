using System.Globalization;
using CustomerRegister.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustomerRegister.Imports;

/// <summary>One prepared insert a table, in the one transaction that has the whole database.</summary>
internal sealed class SqliteBulkWriter(RegisterContext db) : BulkWriter(db)
{
    public override Task HoldImports(CancellationToken ct) => Task.CompletedTask;

    // In a short page cache every index would be read back from the file again and again.
    public override Task Begin(bool isLong, CancellationToken ct) => isLong ? Db.Database.ExecuteSqlRawAsync("pragma cache_size = -65536", ct) : Task.CompletedTask;

    public override Task Settle(CancellationToken ct) => Task.CompletedTask;

    protected override Task<long> Take(string series, int count, CancellationToken ct) => Db.TakeNumber(series, ct, count);

    protected override Task Write(BulkTable table, IReadOnlyCollection<object> rows, CancellationToken ct)
    {
        Execute($"""insert into "{table.Name}" ({string.Join(", ", table.Columns.Select(c => $"\"{c}\""))}) values ({string.Join(", ", table.Columns.Select(c => Parameter(table, c)))})""", table, rows);
        return Task.CompletedTask;
    }

    protected override Task Update(BulkTable table, string[] key, string[] changed, IReadOnlyCollection<object> rows, CancellationToken ct)
    {
        Execute($"""update "{table.Name}" set {string.Join(", ", changed.Select(Equals))} where {string.Join(" and ", key.Select(Equals))}""", table, rows);
        return Task.CompletedTask;

        string Equals(string column) => $"\"{column}\" = {Parameter(table, column)}";
    }

    private static string Parameter(BulkTable table, string column) => string.Create(CultureInfo.InvariantCulture, $"@p{table.PositionOf(column)}");

    private void Execute(string statement, BulkTable table, IReadOnlyCollection<object> rows)
    {
        using var command = (SqliteCommand)Db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (SqliteTransaction?)Db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = statement;
        var sinks = table.Columns.Select((_, i) => new Sink(command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" }))).ToList();
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < sinks.Count; i++)
                table.Readers[i](sinks[i], row);
            command.ExecuteNonQuery();
        }
    }

    private sealed class Sink(SqliteParameter parameter) : IBulkSink
    {
        public void WriteNull() => parameter.Value = DBNull.Value;

        public void Write<T>(T value) where T : notnull => parameter.Value = value;
    }
}

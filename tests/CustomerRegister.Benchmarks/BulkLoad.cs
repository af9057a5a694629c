using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Benchmarks;

/// <summary>Streams rows into a table: COPY on PostgreSQL, one prepared insert inside one transaction on SQLite.</summary>
internal static class BulkLoad
{
    public static async Task Copy(NpgsqlConnection connection, string table, string[] columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"""copy "{table}" ({Names(columns)}) from stdin (format binary)""", ct);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            foreach (var value in row)
            {
                if (value is null)
                    await writer.WriteNullAsync(ct);
                else
                    await writer.WriteAsync(value, ct);
            }
        }

        await writer.CompleteAsync(ct);
    }

    public static void Insert(SqliteConnection connection, SqliteTransaction transaction, string table, string[] columns, IEnumerable<object?[]> rows)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""insert into "{table}" ({Names(columns)}) values ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})""";
        for (var i = 0; i < columns.Length; i++)
            command.Parameters.Add(new SqliteParameter($"@p{i}", null));
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = Stored(row[i]);
            command.ExecuteNonQuery();
        }
    }

    // As EF Core's provider stores them.
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        Guid key => key.ToString().ToUpperInvariant(),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal sum => sum.ToString("0.0###########################", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string Names(string[] columns) => string.Join(", ", columns.Select(c => $"\"{c}\""));
}

using Microsoft.Data.Sqlite;

namespace CustomerRegister.Web.Data;

/// <summary>Copies the embedded database while it is used, and verifies the copy before it gets its name.</summary>
public static class SqliteBackup
{
    /// <exception cref="IOException">The copy is not what was copied; nothing is left of it.</exception>
    public static async Task<(int Tables, long Rows)> Make(string connectionString, string target, CancellationToken ct)
    {
        var unverified = $"{target}.part";
        File.Delete(unverified);
        try
        {
            var counted = await Copy(connectionString, unverified, ct);
            await using (var copy = await Opened(new SqliteConnectionStringBuilder { DataSource = unverified, Pooling = false }.ConnectionString, ct))
            {
                var verdict = (string)(await Scalar(copy, "pragma integrity_check", ct))!;
                if (verdict != "ok")
                    throw new IOException($"The copy is not intact: {verdict}");
                var copied = await Count(copy, ct);
                if (!copied.OrderBy(t => t.Key).SequenceEqual(counted.OrderBy(t => t.Key)))
                    throw new IOException("The copy does not have the rows of the database.");
            }

            File.Move(unverified, target);
            return (counted.Count, counted.Values.Sum());
        }
        finally
        {
            File.Delete(unverified);
        }
    }

    private static async Task<Dictionary<string, long>> Copy(string connectionString, string to, CancellationToken ct)
    {
        await using var source = await Opened(connectionString, ct);
        // One reading transaction for counting and copying: both see the same moment, while others write on.
        await using var moment = source.BeginTransaction(deferred: true);
        var counted = await Count(source, ct);
        await using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ConnectionString))
        {
            await copy.OpenAsync(ct);
            source.BackupDatabase(copy);
            // A copy of a database with a write-ahead log wants to make one too; one file is easier to keep.
            await Scalar(copy, "pragma journal_mode = delete", ct);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return counted;
    }

    private static async Task<Dictionary<string, long>> Count(SqliteConnection connection, CancellationToken ct)
    {
        var names = new List<string>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like 'CustomerSearch\\_%' escape '\\'";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                names.Add(reader.GetString(0));
        }

        var counts = new Dictionary<string, long>();
        foreach (var name in names)
            counts[name] = (long)(await Scalar(connection, $"select count(*) from \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", ct))!;
        return counts;
    }

    private static async Task<object?> Scalar(SqliteConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task<SqliteConnection> Opened(string connectionString, CancellationToken ct)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}

using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Tests.Retention;

/// <summary>A backup of a test's database as it is now, restored as a database of its own.</summary>
internal static class DatabaseCopy
{
    /// <param name="folder">Where a copy of the embedded database lies.</param>
    public static async Task<TestDatabase> Of(TestDatabase database, string folder, CancellationToken ct)
    {
        if (database.Engine == Engine.Sqlite)
        {
            var file = Path.Combine(folder, $"copy-{Guid.CreateVersion7():N}.db");
            await SqliteBackup.Make(database.ConnectionString, file, ct);
            return new(Engine.Sqlite, new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString, () => default);
        }

        var source = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var name = $"restored_{Guid.CreateVersion7():N}";
        await Administer($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{source.Database}' and pid <> pg_backend_pid()");
        NpgsqlConnection.ClearAllPools();
        await Administer($"create database {name} template {source.Database}");
        return new(Engine.Postgres, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = name }.ConnectionString, async () => await Administer($"drop database {name} with (force)"));

        async Task Administer(string sql)
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(source.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}

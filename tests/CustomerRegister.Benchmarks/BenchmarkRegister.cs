using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Data;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustomerRegister.Benchmarks;

public enum BenchmarkEngine
{
    Sqlite,
    Postgres,
}

/// <summary>A register of made-up customers in a database of its own, deleted at the end or kept in a folder for the next run.</summary>
internal sealed class BenchmarkRegister : IAsyncDisposable
{
    private const string LoadedFile = "loaded";

    private readonly DirectoryInfo folder;
    private readonly bool kept;
    private readonly MadeUpRequests requests;
    private PostgresCluster? cluster;
    private Func<Task> removeCopy = () => Task.CompletedTask;

    private BenchmarkRegister(BenchmarkEngine engine, MadeUpCustomers customers, MadeUpRequests requests, string? keep)
    {
        (Engine, Customers, this.requests, kept) = (engine, customers, requests, keep is not null);
        var name = string.Create(CultureInfo.InvariantCulture, $"{engine}-{customers.Count}{(requests.Count == 0 ? "" : $"-{requests.Count}")}").ToLowerInvariant();
        folder = keep is null ? Directory.CreateTempSubdirectory("cr-bench-") : Directory.CreateDirectory(Path.Combine(Path.GetFullPath(keep), name));
    }

    public BenchmarkEngine Engine { get; }

    public MadeUpCustomers Customers { get; }

    public string ConnectionString { get; private set; } = "";

    /// <param name="keep">Where the filled database is kept for the next run; null to delete it at the end.</param>
    /// <param name="requests">How many requests of data subjects it has besides.</param>
    public static async Task<BenchmarkRegister> Create(BenchmarkEngine engine, int count, string? keep, CancellationToken ct, int requests = 0)
    {
        var register = new BenchmarkRegister(engine, new MadeUpCustomers(count), new MadeUpRequests(requests, count), keep);
        var started = Stopwatch.GetTimestamp();
        var loaded = engine == BenchmarkEngine.Postgres ? await register.CreatePostgres(ct) : await register.CreateSqlite(ct);
        Console.WriteLine(loaded
            ? $"{engine}: {count:N0} customers with {MadeUpCustomers.OrdersEach} orders each, loaded in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"
            : $"{engine}: {count:N0} customers with {MadeUpCustomers.OrdersEach} orders each, kept from an earlier run");
        return register;
    }

    public RegisterContext Open(CommandRecorder? recorder = null) => Engine == BenchmarkEngine.Postgres
        ? new PostgresRegisterContext(Options(new DbContextOptionsBuilder<PostgresRegisterContext>().UseNpgsql(ConnectionString).AddInterceptors(new PostgresPlans()), recorder).Options)
        : new SqliteRegisterContext(Options(new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite(ConnectionString).AddInterceptors(new SqlitePragmas()), recorder).Options);

    /// <summary>A bare connection; EF's own functions for decimals, which SQLite lacks, are on it.</summary>
    public async Task<DbConnection> OpenRaw(CancellationToken ct)
    {
        var db = Open();
        await db.Database.OpenConnectionAsync(ct);
        return db.Database.GetDbConnection();
    }

    /// <summary>For a scenario that uses the register up: what is kept for the next run stays as it was filled, and a copy is worked on.</summary>
    public async Task WorkOnCopy(CancellationToken ct)
    {
        if (!kept)
            return;
        if (Engine == BenchmarkEngine.Postgres)
        {
            NpgsqlConnection.ClearAllPools();
            await cluster!.Administer("drop database if exists work");
            await cluster.Administer("create database work template benchmark strategy file_copy");
            ConnectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "work" }.ConnectionString;
            removeCopy = () => cluster.Administer("drop database work with (force)");
        }
        else
        {
            var copy = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder.FullName, "work.db") };
            DeleteFiles(copy.DataSource);
            await using (var connection = await OpenRaw(ct))
                await Vacuum((SqliteConnection)connection, copy.DataSource, ct);
            ConnectionString = copy.ConnectionString;
            removeCopy = () =>
            {
                DeleteFiles(copy.DataSource);
                return Task.CompletedTask;
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        await removeCopy();
        if (cluster is not null)
            await cluster.DisposeAsync();
        if (!kept)
            folder.Delete(recursive: true);
    }

    private static DbContextOptionsBuilder<T> Options<T>(DbContextOptionsBuilder<T> options, CommandRecorder? recorder) where T : DbContext =>
        recorder is null ? options : options.AddInterceptors(recorder);

    /// <returns>Whether it was filled now; false where the kept one will do.</returns>
    private async Task<bool> CreatePostgres(CancellationToken ct)
    {
        cluster = new PostgresCluster(folder.FullName);
        await cluster.Start(PostgresBinaries.Find() ?? throw new InvalidOperationException("PostgreSQL was not found; name its folder of programs in PG_BIN."));
        // However long the server takes to keep its indexes while it is filled; otherwise as the program connects, so that nothing bare is slower for it.
        ConnectionString = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("benchmark")) { CommandTimeout = 0, MaxPoolSize = 50, NoResetOnClose = true, Options = "-c max_parallel_workers_per_gather=0" }.ConnectionString;
        if (await IsLoaded(ct))
            return false;
        await cluster.Administer("drop database if exists benchmark");
        await cluster.Administer("create database benchmark");
        await using (var db = Open())
            await db.Database.MigrateAsync(ct);
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(ct);
        // The rows are right by their making; ten million look-ups of foreign keys would prove nothing.
        await Execute(connection, "set session_replication_role = replica", ct);
        // Indexes are made faster at once than row by row.
        var indexes = await Indexes(connection, ct);
        foreach (var (name, _) in indexes)
            await Execute(connection, $"""drop index "{name}" """, ct);
        foreach (var (table, columns, rows) in Tables())
            await BulkLoad.Copy(connection, table, columns, rows, ct);
        await Execute(connection, "set maintenance_work_mem = '512MB'", ct);
        foreach (var (_, definition) in indexes)
            await Execute(connection, definition, ct);
        // A server at work has done this long ago.
        await Execute(connection, "vacuum analyze", ct);
        await Execute(connection, "checkpoint", ct);
        await MarkLoaded(ct);
        return true;
    }

    // But those that belong to a key.
    private async Task<List<(string Name, string Definition)>> Indexes(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
            where t.relname = any(@tables) and not i.indisprimary
            """, connection);
        command.Parameters.AddWithValue("tables", Tables().Select(t => t.Table).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync(ct))
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        return indexes;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<bool> CreateSqlite(CancellationToken ct)
    {
        var file = Path.Combine(folder.FullName, "register.db");
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;
        if (await IsLoaded(ct))
            return false;
        DeleteFiles(file);
        await using (var db = Open())
            await db.Database.MigrateAsync(ct);
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(ct);
        await using (var transaction = connection.BeginTransaction())
        {
            foreach (var (table, columns, rows) in Tables())
                BulkLoad.Insert(connection, transaction, table, columns, rows);
            await transaction.CommitAsync(ct);
        }

        await using var settle = connection.CreateCommand();
        settle.CommandText = "analyze";
        await settle.ExecuteNonQueryAsync(ct);
        await MarkLoaded(ct);
        return true;
    }

    private static async Task Vacuum(SqliteConnection connection, string into, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "vacuum into $file";
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("$file", into);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static void DeleteFiles(string database)
    {
        foreach (var file in (string[])[database, database + "-wal", database + "-shm"])
            File.Delete(file);
    }

    private async Task<bool> IsLoaded(CancellationToken ct) =>
        File.Exists(LoadedPath) && await File.ReadAllTextAsync(LoadedPath, ct) == Schema();

    private Task MarkLoaded(CancellationToken ct) => File.WriteAllTextAsync(LoadedPath, Schema(), ct);

    private string LoadedPath => Path.Combine(folder.FullName, LoadedFile);

    // A database kept from before a change of the schema is filled anew.
    private string Schema()
    {
        using var db = Open();
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(db.Database.GenerateCreateScript())));
    }

    private IEnumerable<(string Table, string[] Columns, IEnumerable<object?[]> Rows)> Tables() =>
    [
        ("Customers", MadeUpCustomers.CustomerColumns, Customers.Customers()),
        ("CustomerAddresses", MadeUpCustomers.AddressColumns, Customers.Addresses()),
        ("CustomerPhones", MadeUpCustomers.PhoneColumns, Customers.Phones()),
        ("Orders", MadeUpCustomers.OrderColumns, Customers.Orders()),
        ("OrderLines", MadeUpCustomers.LineColumns, Customers.Lines()),
        ("Requests", MadeUpRequests.Columns, requests.Rows()),
    ];
}

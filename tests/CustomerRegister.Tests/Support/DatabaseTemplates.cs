using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Support;

/// <summary>
/// Migrates one database per engine and run; every test gets a copy of it, which takes milliseconds where migrations take seconds.
/// </summary>
public sealed class DatabaseTemplates : IAsyncDisposable
{
    private const string Template = "template_register";

    private readonly PostgresCluster cluster = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly HashSet<Engine> made = [];
    private readonly Lazy<string> folder = new(() => Directory.CreateTempSubdirectory("cr-sqlite-").FullName);
    private int number;

    /// <summary>A new copy of the migrated database.</summary>
    public async Task<TestDatabase> Clone(Engine engine)
    {
        await Prepare(engine, migrated: true);
        var name = NextName();
        if (engine == Engine.Sqlite)
        {
            File.Copy(SqliteFile(Template), SqliteFile(name));
            return Sqlite(name);
        }

        await cluster.Administer($"create database {name} template {Template} strategy file_copy");
        return Postgres(name);
    }

    /// <summary>A new database without tables.</summary>
    public async Task<TestDatabase> Empty(Engine engine)
    {
        await Prepare(engine, migrated: false);
        var name = NextName();
        if (engine == Engine.Sqlite)
            return Sqlite(name);

        await cluster.Administer($"create database {name}");
        return Postgres(name);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        if (folder.IsValueCreated)
            Directory.Delete(folder.Value, recursive: true);

        gate.Dispose();
    }

    private async Task Prepare(Engine engine, bool migrated)
    {
        if (engine == Engine.Postgres)
            await cluster.Start(Requirements.PostgreSql());

        if (!migrated)
            return;

        await gate.WaitAsync();
        try
        {
            if (made.Contains(engine))
                return;

            if (engine == Engine.Postgres)
                await cluster.Administer($"create database {Template}");

            // PostgreSQL copies only a database that nobody is connected to, and a file copy of SQLite must not miss what lies in the log: hence no pool.
            await Migrate(engine, (engine == Engine.Sqlite ? SqliteAddress(Template) : cluster.ConnectionString(Template)) + ";Pooling=False");
            made.Add(engine);
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task Migrate(Engine engine, string connectionString)
    {
        await using var register = Registers.Open(engine, connectionString);
        await register.Database.MigrateAsync();
    }

    private TestDatabase Sqlite(string name) => new(Engine.Sqlite, SqliteAddress(name), () =>
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(SqliteFile(name) + suffix);

        return ValueTask.CompletedTask;
    });

    private TestDatabase Postgres(string name) => new(
        Engine.Postgres,
        cluster.ConnectionString(name),
        async () => await cluster.Administer($"drop database {name} with (force)"));

    private string NextName() => $"test_{Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture)}";

    private string SqliteFile(string name) => Path.Combine(folder.Value, $"{name}.db");

    private string SqliteAddress(string name) => $"Data Source={SqliteFile(name)}";
}

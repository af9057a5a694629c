using CustomerRegister.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Tests.Support;

/// <summary>The two engines on which the register runs, named as in the setting <c>Database:Provider</c>.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>A database of one test's own; dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<ValueTask> drop;

    internal TestDatabase(Engine engine, string connectionString, Func<ValueTask> drop) =>
        (Engine, ConnectionString, this.drop) = (engine, connectionString, drop);

    public Engine Engine { get; }

    public string ConnectionString { get; }

    /// <summary>The value of the setting <c>Database:Provider</c>.</summary>
    public string Provider => Engine.ToString();

    /// <summary>A database with the register's current schema and no rows but those the migrations insert.</summary>
    public static async Task<TestDatabase> Create(Engine engine) => await (await Templates()).Clone(engine);

    /// <summary>A database with nothing in it, not even tables.</summary>
    public static async Task<TestDatabase> CreateEmpty(Engine engine) => await (await Templates()).Empty(engine);

    /// <summary>Opens the register without the program around it.</summary>
    public RegisterContext Open() => Registers.Open(Engine, ConnectionString);

    public async ValueTask DisposeAsync()
    {
        // Connections that lie in the pool would hold the database.
        if (Engine == Engine.Sqlite)
            SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        else
            NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));

        await drop();
    }

    private static async Task<DatabaseTemplates> Templates() =>
        await TestContext.Current.GetFixture<DatabaseTemplates>()
        ?? throw new InvalidOperationException($"The assembly lacks the fixture {nameof(DatabaseTemplates)}.");
}

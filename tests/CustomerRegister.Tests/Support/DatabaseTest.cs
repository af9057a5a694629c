namespace CustomerRegister.Tests.Support;

/// <summary>
/// A test that needs a database: write the facts in an abstract class and run them on both engines.
/// <code>
/// public abstract class RegisterCustomerTests(Engine engine) : DatabaseTest(engine)
/// {
///     [Fact] public async Task A_customer_gets_a_number() { … }
///
///     public sealed class OnSqlite() : RegisterCustomerTests(Engine.Sqlite);
///     public sealed class OnPostgres() : RegisterCustomerTests(Engine.Postgres);
/// }
/// </code>
/// Every test has a database of its own.
/// </summary>
public abstract class DatabaseTest(Engine engine) : IAsyncLifetime
{
    private TestDatabase? database;

    protected Engine Engine => engine;

    protected TestDatabase Database => database ?? throw new InvalidOperationException("The test has not begun.");

    public virtual async ValueTask InitializeAsync() => database = await TestDatabase.Create(engine);

    public virtual async ValueTask DisposeAsync()
    {
        if (database is not null)
            await database.DisposeAsync();

        GC.SuppressFinalize(this);
    }
}

using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Tests.Support;

public abstract class TestDatabaseTests(Engine engine) : DatabaseTest(engine)
{
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public async Task Each_test_has_a_database_of_its_own(string value)
    {
        await Run("create table marks (mark varchar(1))");
        await Run($"insert into marks values ('{value}')");

        Assert.Equal(1L, Convert.ToInt64(await Run("select count(*) from marks"), null));
    }

    private async Task<object?> Run(string sql)
    {
        await using DbConnection connection = Engine == Engine.Sqlite
            ? new SqliteConnection(Database.ConnectionString)
            : new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public sealed class OnSqlite() : TestDatabaseTests(Engine.Sqlite);

    public sealed class OnPostgres() : TestDatabaseTests(Engine.Postgres);
}

using CustomerRegister.Data;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CustomerRegister.Tests.Architecture;

public abstract class MigrationTests(Engine engine)
{
    [Fact]
    public void No_change_of_the_model_waits_for_a_migration()
    {
        // Nothing is asked of a server here, so that this holds without one.
        using var register = Registers.Open(engine, engine == Engine.Sqlite ? "Data Source=:memory:" : "Host=nowhere");

        Assert.False(register.Database.HasPendingModelChanges(), "The model has changed: add the migration to both sets.");
    }

    [Fact]
    public async Task The_set_turns_an_empty_database_into_the_model()
    {
        await using var database = await TestDatabase.CreateEmpty(engine);
        await using var register = Registers.Open(engine, database.ConnectionString);

        await register.Database.MigrateAsync();

        Assert.Empty(await register.Database.GetPendingMigrationsAsync());
        foreach (var table in register.Model.GetRelationalModel().Tables)
        {
            var columns = string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));
#pragma warning disable EF1002 // The names are the model's own.
            await register.Database.ExecuteSqlRawAsync($"select {columns} from \"{table.Name}\" where 1 = 0");
#pragma warning restore EF1002
        }
    }

    [Fact]
    public async Task A_database_that_another_version_made_is_left_alone_and_named()
    {
        await using var database = await TestDatabase.CreateEmpty(engine);
        await using var register = Registers.Open(engine, database.ConnectionString);
        await register.Database.ExecuteSqlRawAsync("""create table "__EFMigrationsHistory" ("MigrationId" varchar(150) primary key, "ProductVersion" varchar(32) not null)""");
        await register.Database.ExecuteSqlRawAsync("""insert into "__EFMigrationsHistory" values ('20990101000000_FromTheFuture', '99')""");

        var refused = await Assert.ThrowsAsync<UnknownDatabaseException>(() => new BringDatabaseUpToDate(register).Run(CancellationToken.None));

        Assert.Contains("20990101000000_FromTheFuture", refused.Message, StringComparison.Ordinal);
        Assert.Single(await register.Database.GetAppliedMigrationsAsync());
    }

    public sealed class OnSqlite() : MigrationTests(Engine.Sqlite);

    public sealed class OnPostgres() : MigrationTests(Engine.Postgres);
}

public sealed class MigrationSetTests
{
    [Fact]
    public void Both_sets_have_the_same_names()
    {
        using var sqlite = Registers.Open(Engine.Sqlite, "Data Source=:memory:");
        using var postgres = Registers.Open(Engine.Postgres, "Host=nowhere");

        Assert.NotEmpty(Names(sqlite));
        Assert.Equal(Names(sqlite), Names(postgres));
    }

    private static IEnumerable<string> Names(RegisterContext register) => register.GetService<IMigrationsAssembly>().Migrations.Keys.Order(StringComparer.Ordinal);
}

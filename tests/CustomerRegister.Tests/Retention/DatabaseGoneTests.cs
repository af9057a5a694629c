using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>The database server is stopped in the middle of a run and started again: on a cluster of this test's own.</summary>
[Clause("N20")]
public sealed class DatabaseGoneTests : IAsyncLifetime
{
    private readonly PostgresCluster cluster = new();
    private string binaries = "";

    public async ValueTask InitializeAsync()
    {
        binaries = Requirements.PostgreSql();
        await cluster.Start(binaries);
        await cluster.Administer("create database register");
    }

    [Fact]
    public async Task Run_waits_for_a_database_that_is_gone_and_goes_on()
    {
        // So many and so few at once that the run is not over before the server is.
        const int people = 1_000;
        await using var database = new TestDatabase(Engine.Postgres, cluster.ConnectionString("register"), () => ValueTask.CompletedTask);
        await using (var db = database.Open())
            await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        await using var test = new Steps(database);
        var run = await test.ApprovedRun(people);
        using var process = RunProcess.Start(database, test.Folder, run.Number, batch: 2);
        await process.Progress(database, run.Id, 50);

        await cluster.Stop();
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.False(process.HasEnded);
        await cluster.StartAgain();

        var (code, _, errors) = await process.End(TimeSpan.FromMinutes(5));
        Assert.True(code == 0, errors);
        Assert.Contains("The database does not answer", errors, StringComparison.Ordinal);
        await using var register = database.Open();
        await Survival.EverybodyEndedAsPlanned(register, run.Id, people);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    /// <summary>The steps of a run, over a database that is not from the template.</summary>
    private sealed class Steps(TestDatabase database) : RetentionTest(Engine.Postgres)
    {
        public string Folder => App.DataFolder;

        public async Task<RetentionRun> ApprovedRun(int people)
        {
            await Survival.Fill(database.Open, people, App.Clock);
            return await Approved();
        }

        protected override TestApp NewApp() => new(database);
    }
}

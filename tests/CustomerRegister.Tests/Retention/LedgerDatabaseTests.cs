using System.Data.Common;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Retention;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CustomerRegister.Tests.Retention;

/// <summary>The whole program with its erasure ledger in a second database, as where several machines serve one register: each has a data folder of its own, and none has the ledger in it.</summary>
[Clause("N42")]
public abstract class LedgerDatabaseTests(Engine engine) : RetentionTest(engine)
{
    private const string Setting = "Retention:LedgerConnectionString";

    private TestDatabase? ledger;

    protected TestDatabase Ledger => ledger ?? throw new InvalidOperationException("The test has not begun.");

    public override async ValueTask InitializeAsync()
    {
        ledger = await TestDatabase.CreateEmpty(Engine);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (ledger is not null)
            await ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override TestApp NewApp()
    {
        var app = base.NewApp();
        app.Settings[Setting] = Ledger.ConnectionString;
        return app;
    }

    [Fact]
    public async Task Whom_a_restored_backup_brings_back_is_erased_again_at_the_start_of_any_machine()
    {
        var due = await PeopleWhoLeft(3);
        var stays = (await PeopleWhoLeft(1))[0];
        await OrganisationOf("Wartian Herkku", stays.Id);
        var other = await Given.Customer();
        await using var backup = await DatabaseCopy.Of(Database, App.DataFolder, Ct);
        var run = await CarriedOut(await Started());
        Assert.False(File.Exists(Path.Combine(App.DataFolder, LedgerRegistration.FileName)));

        await using var restored = new TestApp(backup);
        restored.Settings[Setting] = Ledger.ConnectionString;
        // As it starts it finds out, before it serves anybody.
        _ = restored.Services;

        Assert.Equal(new[] { stays.Id, other.Id }.ToHashSet(), [.. await restored.Stored(db => db.Customers.AsNoTracking().Select(c => c.Id).ToListAsync(Ct))]);
        var again = await restored.Stored(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == AuditAction.PersonErasedAgain).Select(e => new { e.CustomerId, e.SubjectId }).ToListAsync(Ct));
        Assert.Equal(due.Append(stays).Select(p => (CustomerId?)p.Id).ToHashSet(), [.. again.Select(e => e.CustomerId)]);
        Assert.All(again, entry => Assert.Equal(run.Id.Value, entry.SubjectId));
        // Of the contact person what went then has gone again.
        Assert.Equal(0, await restored.Stored(db => db.Orders.CountAsync(o => o.CustomerId == stays.Id, Ct)));
        Assert.Contains(restored.Log.Lines, line => line.Contains("entries of the erasure ledger", StringComparison.Ordinal));
        Assert.Equal(0, await restored.Use((ReplayErasures replay) => replay.CountUnsettled(Ct)));
        Assert.False(File.Exists(Path.Combine(restored.DataFolder, LedgerRegistration.FileName)));
    }

    [Fact]
    public async Task What_the_second_database_refuses_is_not_erased_and_the_run_goes_on_afterwards()
    {
        var due = await PeopleWhoLeft(3);
        var run = await Started();
        await Rename("ErasureLedger", "Away");
        await Assert.ThrowsAnyAsync<DbException>(() => App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Job, Ct)));
        Assert.Equal(due.Count, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Empty(await Log(AuditAction.PersonErased));
        await Rename("Away", "ErasureLedger");

        await CarriedOut(run);

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Equal(due.Select(p => p.Id).ToHashSet(), [.. await InLedger(run)]);
    }

    private async Task Rename(string table, string to)
    {
        await using DbConnection connection = Engine == Engine.Sqlite ? new SqliteConnection(Ledger.ConnectionString) : new NpgsqlConnection(Ledger.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"alter table \"{table}\" rename to \"{to}\"";
        await command.ExecuteNonQueryAsync(Ct);
    }

    protected async Task<List<CustomerId>> InLedger(RetentionRun run)
    {
        var kept = App.Services.GetRequiredService<IErasureLedger>();
        var people = new List<CustomerId>();
        foreach (var entry in (await kept.Entries(Ct)).Where(e => e.Subject == run.Id.Value))
        {
            Assert.True(entry.IsComplete);
            people.AddRange((await kept.PeopleOf(entry.Id, Ct)).Select(p => p.Id));
        }

        return people;
    }

    public sealed class OnSqlite() : LedgerDatabaseTests(Engine.Sqlite);

    public sealed class OnPostgres() : LedgerDatabaseTests(Engine.Postgres)
    {
        [Fact]
        public async Task Two_machines_with_one_ledger_write_everybody_once()
        {
            const int people = 300;
            await Survival.Fill(Database.Open, people, App.Clock);
            var run = await Approved();
            var elsewhere = Directory.CreateTempSubdirectory("cr-elsewhere-").FullName;
            using var one = RunProcess.Start(Database, App.DataFolder, run.Number, batch: 7, Ledger);
            using var other = RunProcess.Start(Database, elsewhere, run.Number, batch: 11, Ledger);

            var ends = await Task.WhenAll(one.End(TimeSpan.FromMinutes(5)), other.End(TimeSpan.FromMinutes(5)));

            Assert.All(ends, end => Assert.True(end.Code == 0 || end.Errors.Contains("carried out already", StringComparison.Ordinal), end.Errors));
            await using var db = Database.Open();
            await Survival.EverybodyEndedAsPlanned(db, run.Id, people);
            await Survival.LedgerAgrees(db, App.Services.GetRequiredService<IErasureLedger>(), run.Id);
            var written = await InLedger(run);
            Assert.Equal(people, written.Count);
            Assert.Equal(people, written.Distinct().Count());
            Assert.False(File.Exists(Path.Combine(App.DataFolder, LedgerRegistration.FileName)) || File.Exists(Path.Combine(elsewhere, LedgerRegistration.FileName)));
            Directory.Delete(elsewhere, recursive: true);
        }
    }
}

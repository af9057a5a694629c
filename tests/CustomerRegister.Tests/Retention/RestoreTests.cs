using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Retention;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

/// <summary>A backup is made, people are erased, the backup is restored, the program starts: they are gone again.</summary>
[Clause("N42")]
public abstract class RestoreTests(Engine engine) : RetentionTest(engine)
{
    private const string Email = "quirinus@esimerkki.example";

    [Fact]
    public async Task Whom_a_restored_backup_brings_back_is_erased_again_before_anybody_is_served()
    {
        var (asked, merged, stays) = (await Zyxelqvist(), await Zyxelqvist(), (await PeopleWhoLeft(1))[0]);
        var due = (await PeopleWhoLeft(1))[0];
        await OrganisationOf("Wartian Herkku", stays.Id);
        await InvoiceTo(stays.Id, new DateOnly(2011, 1, 1), paid: true);
        var other = await Given.Customer();
        await using var backup = await BackUp();
        // All of this the backup does not know.
        var officer = await Officer();
        var kept = MergeSide.Kept;
        Assert.True((await App.Use((MergeCustomers merge) => merge.Run(new(asked, 0, merged, 0, new(kept, kept, kept, kept, kept, kept, [], [])), officer, Ct))).Succeeded);
        var request = await App.EstablishedRequestFrom(asked, RequestType.Erasure);
        Assert.True((await App.Decide(request, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));
        await CarriedOut(await Started());
        var ledger = await File.ReadAllTextAsync(Path.Combine(App.DataFolder, LedgerRegistration.FileName), Ct);
        Assert.Equal(2, ledger.Split('\n').Count(line => line.StartsWith("done ", StringComparison.Ordinal)));

        await using var restored = new TestApp(backup);
        restored.Settings["Data:Folder"] = App.DataFolder;
        _ = restored.Services;

        var left = await restored.Stored(db => db.Customers.AsNoTracking().Select(c => c.Id).ToListAsync(Ct));
        Assert.Equal(new[] { stays.Id, other.Id }.ToHashSet(), [.. left]);
        Assert.DoesNotContain(due.Id, left);
        var stored = await restored.Use(async (RegisterContext db) =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            return await MarkedPerson.EverythingStored(db);
        });
        Assert.DoesNotContain(stored, value => value.Contains("zyxelqvist", StringComparison.OrdinalIgnoreCase) || value.Contains("quirinus", StringComparison.OrdinalIgnoreCase));
        // Of the contact person what went then has gone again, and what stayed then is here.
        Assert.Null(await restored.Stored(db => db.Invoices.Select(i => i.BuyerName).SingleAsync(Ct)));
        Assert.Equal(0, await restored.Stored(db => db.Orders.CountAsync(o => o.CustomerId != null, Ct)));
        // An import meets them again.
        Assert.True(await restored.Use((FindForgotten find) => find.Run(EmailAddress.Parse(Email), [], Ct)));
        Assert.Equal(4, await restored.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.PersonErasedAgain, Ct)));
        Assert.Contains(restored.Log.Lines, line => line.Contains("entries of the erasure ledger", StringComparison.Ordinal));
        Assert.Equal(new ReplayedErasures(0, 0), await restored.Use((ReplayErasures replay) => replay.Run(Ct)));
        Assert.Equal(0, await restored.Use((ReplayErasures replay) => replay.CountUnsettled(Ct)));
    }

    [Fact]
    public async Task What_was_proved_to_be_theirs_after_the_backup_is_erased_again_with_them()
    {
        var asked = await Zyxelqvist();
        var visitors = await App.RequestFromVisitor("joku@example.fi", RequestType.Complaint, message: "ZYXELQVISTIN-SANAT");
        var number = await App.Stored(db => db.Customers.Where(c => c.Id == asked).Select(c => c.Number).SingleAsync(Ct));
        var officer = await Officer();
        Assert.True((await App.Use((MatchRequest match) => match.Run(visitors, number, officer, Ct))).Succeeded);
        await using var backup = await BackUp();
        // The backup does not know that it was theirs.
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(visitors, IdentityMethod.CallBack), officer, Ct))).Succeeded);
        Assert.True((await App.Decide(visitors, grant: true, "Olemme tutkineet asian.")).Succeeded);
        var request = await App.EstablishedRequestFrom(asked, RequestType.Erasure);
        Assert.True((await App.Decide(request, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));

        await using var restored = new TestApp(backup);
        restored.Settings["Data:Folder"] = App.DataFolder;
        _ = restored.Services;

        Assert.False(await restored.Stored(db => db.Customers.AnyAsync(c => c.Id == asked, Ct)));
        var left = await restored.Stored(db => db.Requests.AsNoTracking().SingleAsync(r => r.Id == visitors, Ct));
        Assert.Equal((null, null, null), (left.Message, left.ApplicantName, left.ApplicantEmail));
    }

    [Fact]
    public async Task What_a_crash_left_before_its_commit_is_void_and_after_it_complete()
    {
        var person = await Zyxelqvist();
        var request = await App.EstablishedRequestFrom(person, RequestType.Erasure);
        Assert.True((await App.Decide(request, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        var ledger = App.Services.GetRequiredService<IErasureLedger>();
        // The program died after it had written the ledger: nothing was committed, and the person stops the erasure afterwards.
        await ledger.Begin(new(Guid.CreateVersion7(), App.Clock.Now(), SuppressionCause.Request, request.Value, false), [new(person, 0xFFFF)], Ct);
        Assert.True((await App.Use((CancelErasure cancel) => cancel.Run(request, person, Actor.System("test", "test"), Ct))).Succeeded);
        // And once it died between the commit and the last line.
        var committed = Guid.CreateVersion7();
        await ledger.Begin(new(committed, App.Clock.Now(), SuppressionCause.Request, Guid.CreateVersion7(), false), [new(new CustomerId(Guid.CreateVersion7()), 0xFFFF)], Ct);
        await Arrange(db =>
        {
            db.Add(LedgerMark.Of(committed));
            return Task.FromResult(0);
        });

        Assert.Equal(new ReplayedErasures(0, 0), await App.Use((ReplayErasures replay) => replay.Run(Ct)));

        Assert.True(await App.Stored(db => db.Customers.AnyAsync(c => c.Id == person, Ct)));
        Assert.Equal((committed, true), (await ledger.Entries(Ct)).Select(e => (e.Id, e.IsComplete)).Single());
    }

    [Fact]
    public async Task Killed_while_it_erases_again_it_begins_anew()
    {
        var people = await PeopleWhoLeft(3);
        var ledger = App.Services.GetRequiredService<IErasureLedger>();
        var entry = new LedgerEntry(Guid.CreateVersion7(), App.Clock.Now(), SuppressionCause.Retention, Guid.CreateVersion7(), false);
        await ledger.Begin(entry, [.. people.Select(p => new LedgerPerson(p.Id, 0xFFFF))], Ct);
        await ledger.Complete(entry.Id, Ct);

        for (var steps = 0; ; steps += 3)
        {
            Breakdown.AfterSteps(steps);
            try
            {
                await App.Use((ReplayErasures replay) => replay.Run(Ct));
                break;
            }
            catch (Exception e) when (e.GetBaseException() is BreakdownException)
            {
                Breakdown.Repair();
            }
        }

        Breakdown.Repair();
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Equal(3, (await Log(AuditAction.PersonErasedAgain)).Select(e => e.CustomerId).Distinct().Count());
    }

    /// <summary>A copy of the database as it is now, as a database of its own.</summary>
    protected abstract Task<TestDatabase> BackUp();

    private async Task<CustomerId> Zyxelqvist() => (await Arrange(async db =>
    {
        var person = Person(await db.TakeNumber(NumberSeries.Customers, Ct), "Quirinus", "Zyxelqvist");
        person.ChangeEmail(EmailAddress.Parse(Email), Told);
        db.Add(person);
        return person;
    })).Id;

    public sealed class OnSqlite() : RestoreTests(Engine.Sqlite)
    {
        protected override async Task<TestDatabase> BackUp()
        {
            var file = Path.Combine(App.DataFolder, "copy.db");
            await using var output = new StringWriter();
            Assert.Equal(0, await CommandLine.Verbs(App.Services).Parse(["backup", file]).InvokeAsync(new() { Output = output }, Ct));
            Assert.Contains("rows, intact.", output.ToString(), StringComparison.Ordinal);
            return new(Engine.Sqlite, new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString, () => default);
        }

        [Fact]
        public async Task Backup_takes_the_register_as_it_is_while_it_is_used_and_replaces_no_file()
        {
            await PeopleWhoLeft(20);
            var file = Path.Combine(App.DataFolder, "copy.db");
            using var stop = new CancellationTokenSource();
            var writing = Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                    await Given.Customer();
            }, Ct);

            await SqliteBackup.Make(Database.ConnectionString, file, Ct);
            await stop.CancelAsync();
            await writing;

            await using var copy = Registers.Open(Engine.Sqlite, new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
            Assert.InRange(await copy.Customers.CountAsync(Ct), 20, int.MaxValue);
            await using var error = new StringWriter();
            Assert.Equal(2, await CommandLine.Verbs(App.Services).Parse(["backup", file]).InvokeAsync(new() { Error = error }, Ct));
            Assert.False(File.Exists(file + ".part"));
        }
    }

    public sealed class OnPostgres() : RestoreTests(Engine.Postgres)
    {
        protected override Task<TestDatabase> BackUp() => DatabaseCopy.Of(Database, App.DataFolder, Ct);
    }
}

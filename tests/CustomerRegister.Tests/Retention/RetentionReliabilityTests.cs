using System.Diagnostics;
using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

/// <summary>
/// The real program as processes of its own: killed at random moments, two at once, without its database for a while. The usual suite does it in small; the full form is
/// asked for by <c>RETENTION_PEOPLE</c> and <c>RETENTION_KILLS</c>, such as 20000 and 50.
/// </summary>
[Clause("N20")]
public abstract class RetentionReliabilityTests(Engine engine) : RetentionTest(engine)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Few, but enough to be done in sets; and so many batches that the run outlives its killers, also where they are slower than it.
    private const int Batch = 30;

    private static readonly int People = Setting("RETENTION_PEOPLE", 4_000);
    private static readonly int Kills = Setting("RETENTION_KILLS", 6);

    [Fact]
    public async Task Killed_at_random_moments_and_begun_again_everybody_ends_once_as_planned()
    {
        var run = await ApprovedRun(People);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var killed = 0;
        while (killed < Kills)
        {
            using var process = RunProcess.Start(Database, App.DataFolder, run.Number, Batch);
            // At any moment: in one case of eight while the program starts, else some batches later, anywhere within a batch.
            if (random.Next(8) > 0)
                await process.Progress(Database, run.Id, await RunProcess.DoneOf(Database, run.Id) + random.Next(1, Batch * 3));
            await Task.Delay(random.Next(0, 60), Ct);
            killed += await process.Kill() ? 1 : 0;
            await using var db = Database.Open();
            await Survival.NobodyIsHalfDone(db, run.Id);
            // The schedule seals while runs are under way and processes die.
            await App.Use((SealAuditLog seal) => seal.Next(Ct));
            Assert.True(await RunProcess.DoneOf(Database, run.Id) < People, $"Everybody was done after {killed} of {Kills} deaths (seed {seed}): let there be more people.");
        }

        var left = People - await RunProcess.DoneOf(Database, run.Id);
        using var last = RunProcess.Start(Database, App.DataFolder, run.Number, Batch);
        var (code, _, errors) = await last.End(Patience);

        Assert.True(code == 0, $"The last process ended with {code} (seed {seed}): {errors}");
        await using (var db = Database.Open())
        {
            await Survival.EverybodyEndedAsPlanned(db, run.Id, People);
            await Survival.LedgerAgrees(db, App.Services.GetRequiredService<IErasureLedger>(), run.Id);
        }

        await Survival.LogIsUnbroken(App.Services);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Engine}: {People} people, {killed} kills, batches of {Batch}, {left} left to the last process, {watch.Elapsed.TotalSeconds:0} s, seed {seed}");
    }

    protected async Task<RetentionRun> ApprovedRun(int people)
    {
        await Survival.Fill(Database.Open, people, App.Clock);
        return await Approved();
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var set) ? set : usual;

    public sealed class OnSqlite() : RetentionReliabilityTests(Engine.Sqlite);

    public sealed class OnPostgres() : RetentionReliabilityTests(Engine.Postgres)
    {
        [Fact]
        public async Task Two_programs_at_once_do_nobody_twice()
        {
            const int people = 600;
            var run = await ApprovedRun(people);
            using var one = RunProcess.Start(Database, App.DataFolder, run.Number, batch: 7);
            using var other = RunProcess.Start(Database, App.DataFolder, run.Number, batch: 11);

            var ends = await Task.WhenAll(one.End(Patience), other.End(Patience));

            // The one that comes to a finished run is told so.
            Assert.All(ends, end => Assert.True(end.Code == 0 || end.Errors.Contains("carried out already", StringComparison.Ordinal), end.Errors));
            await using var db = Database.Open();
            await Survival.EverybodyEndedAsPlanned(db, run.Id, people);
            await Survival.LedgerAgrees(db, App.Services.GetRequiredService<IErasureLedger>(), run.Id);
            await Survival.LogIsUnbroken(App.Services);
        }
    }
}

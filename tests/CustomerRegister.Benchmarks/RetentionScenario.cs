using System.Diagnostics;
using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Retention;

namespace CustomerRegister.Benchmarks;

/// <summary>
/// A retention run beside plain SQL: the preview of the whole list beside the query that finds the people, and the execution, with everybody weighed again, grounds, log and ledger, beside
/// one transaction of four set-based statements that clear the same rows and columns of as many other customers. Then a second run while somebody searches over HTTP.
/// </summary>
internal sealed class RetentionScenario(BenchmarkRegister register, int due, int? batch, int rounds, int calls)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private static readonly Actor Preparing = new(ActorKind.Staff, Guid.CreateVersion7(), "PrivacyOfficer", "retention"), Approving = Preparing with { Id = Guid.CreateVersion7() };

    public async Task Run(CancellationToken ct)
    {
        await using var app = ProgramInside.Build(register, batch is { } size ? [("Retention:BatchSize", size.ToString(CultureInfo.InvariantCulture))] : []);
        var people = new DuePeople(register, due);
        await people.Arrange(app, ct);
        // What is compiled at its first use, and what the database's plans need, is there when it is measured.
        await CarriedOut(app, await Approved(app, DuePeople.EarlyDay, ct), ct);
        await people.LeaveOutEarly(ct);
        await Preview(app, ct);
        var (run, prepared) = await Timed(() => Approved(app, DuePeople.FirstDay, ct));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"list of {run.People:N0} people written, sealed and approved in {prepared:0.0} s"));
        await Execution(app, run, people, ct);
        await SearchMeanwhile(app, ct);
    }

    private async Task Preview(WebApplication app, CancellationToken ct)
    {
        var rules = RetentionRules.OfTheNotice;
        var latestEnd = rules.DueIfEndedBy(DuePeople.FirstDay);
        (string Name, Func<Task<int>> Work, List<double> Seconds)[] kinds =
        [
            ("SQL: who is due", () => Raw(BareErasure.Due(latestEnd)), []),
            ("SQL: who, and what keeps them", () => Raw(BareErasure.DueWithGrounds(latestEnd, rules.LatestFreeVoucher(DuePeople.FirstDay), DuePeople.FirstDay)), []),
            ("preview", async () => (await app.Use((PreviewRetention preview) => preview.Run(DuePeople.FirstDay, ct))).Due, []),
        ];
        var (idle, peak) = (0d, 0d);
        for (var round = -2; round < rounds; round++)
        {
            foreach (var kind in kinds)
            {
                PeakMemory.Forget();
                var before = Environment.WorkingSet / 1024d / 1024;
                var (found, seconds) = await Timed(kind.Work);
                if (found != due)
                    throw new InvalidOperationException($"{kind.Name} found {found} of {due} people.");
                (idle, peak) = (before, PeakMemory.Megabytes());
                if (round >= 0)
                    kind.Seconds.Add(seconds);
            }
        }

        Console.WriteLine($"preview of {due:N0} who are due among {register.Customers.Count:N0}, median of {rounds}");
        var preview = Percentiles.Middle(kinds[^1].Seconds);
        foreach (var kind in kinds)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Name,-32} {Percentiles.Middle(kind.Seconds) * 1000,10:N0} ms   preview is {preview / Percentiles.Middle(kind.Seconds),6:0.00} x"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak RSS of the preview {peak:0} MB, {peak - idle:0} MB over idle"));

        async Task<int> Raw(string query)
        {
            await using var connection = await register.OpenRaw(ct);
            return await BareErasure.Read(connection, query, ct);
        }
    }

    private async Task Execution(WebApplication app, RetentionRun run, DuePeople people, CancellationToken ct)
    {
        PeakMemory.Forget();
        var idle = Environment.WorkingSet / 1024d / 1024;
        var own = Process.GetCurrentProcess().TotalProcessorTime;
        var (erased, seconds) = await Timed(() => CarriedOut(app, run, ct));
        own = Process.GetCurrentProcess().TotalProcessorTime - own;
        var peak = PeakMemory.Megabytes();
        var (bare, rawSeconds) = await Timed(async () =>
        {
            await using var connection = await register.OpenRaw(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await BareErasure.Execute(connection, new BareErasure(register.Engine).Statements(DuePeople.ForBareSql), ct, transaction);
            await transaction.CommitAsync(ct);
            return due - people.Kept;
        });
        var (rate, raw) = (erased / seconds, bare / rawSeconds);
        Console.WriteLine($"execution, with re-check, grounds, log and ledger; {people.Kept:N0} of {due:N0} are kept in part");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"run",-32} {rate,10:N0} customers/s   {seconds,7:0.0} s, own CPU {own.TotalMicroseconds / erased:0} us each, peak RSS {peak:0} MB, {peak - idle:0} MB over idle"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"set-based SQL, one transaction",-32} {raw,10:N0} customers/s   {rawSeconds,7:0.0} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the run is {rate / raw:0.00} x of raw"));
    }

    private async Task SearchMeanwhile(WebApplication app, CancellationToken ct)
    {
        var run = await Approved(app, DuePeople.SecondDay, ct);
        await using var http = await RegisterOverHttp.Start(register, ct);
        using var client = await http.SignIn(ct);
        var asked = 0;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < WarmUp)
            await Search();
        var quiet = new List<double>();
        while (quiet.Count < calls * 3)
            quiet.Add(await Search());
        var (busy, carrying) = (new List<double>(), Timed(() => Task.Run(() => CarriedOut(app, run, ct), ct)));
        while (!carrying.IsCompleted)
            busy.Add(await Search());
        var (erased, seconds) = await carrying;
        var (q, b) = (Percentiles.Of(quiet), Percentiles.Of(busy));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"search over HTTP, one client, in milliseconds; the run beside it did {erased / seconds:N0} customers/s for {seconds:0.0} s"));
        Console.WriteLine($"{"",-32} {"calls",7} {"p50",9} {"p95",9} {"p99",9} {"most",9}");
        Console.WriteLine($"{"quiet",-32} {quiet.Count,7} {q.P50,9:0.00} {q.P95,9:0.00} {q.P99,9:0.00} {quiet.Max(),9:0.00}");
        Console.WriteLine($"{"while a run is on",-32} {busy.Count,7} {b.P50,9:0.00} {b.P95,9:0.00} {b.P99,9:0.00} {busy.Max(),9:0.00}");
        Console.WriteLine($"ratio of p95 {b.P95 / q.P95:0.00}");

        async Task<double> Search()
        {
            var page = await client.ResultsOf(CustomerRegister.Customers.SearchText.Fold(MadeUpCustomers.LastNameOf(asked++ * 37))[..5], ct);
            return 1000 * (await Timed(async () => { await client.Get(page, ct); return 0; })).Seconds;
        }
    }

    private static async Task<RetentionRun> Approved(WebApplication app, DateOnly asOf, CancellationToken ct)
    {
        var prepared = (await app.Use((PrepareRetentionRun prepare) => prepare.Run(new(asOf), Preparing, ct))).Value!;
        await app.Use((ApproveRetentionRun approve) => approve.Run(new(prepared.Id, prepared.ListHash), Approving, ct));
        return (await app.Use((StartRetentionRun start) => start.Run(prepared.Id, Preparing, ct))).Value!;
    }

    private static async Task<int> CarriedOut(WebApplication app, RetentionRun run, CancellationToken ct) =>
        (await app.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Preparing, ct))).Value is { State: RetentionRunState.Finished } finished
            ? finished.People
            : throw new InvalidOperationException("The run did not come to its end.");

    private static async Task<(T Value, double Seconds)> Timed<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var value = await work();
        return (value, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}

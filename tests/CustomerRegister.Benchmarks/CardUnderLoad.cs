using System.Diagnostics;
using CustomerRegister.Benchmarks.Bare;

namespace CustomerRegister.Benchmarks;

/// <summary>How many cards a second the program gives to clients who ask all at once, beside a bare page with the same rows.</summary>
internal sealed class CardUnderLoad(BenchmarkRegister register, int rounds, TimeSpan length, int clients)
{
    // Until both programs are compiled for what they do most; a server at work has done this long ago.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public async Task Run(CancellationToken ct)
    {
        await using var app = await RegisterOverHttp.Start(register, ct);
        var staff = new List<SignedInClient>();
        for (var i = 0; i < clients; i++)
            staff.Add(await app.SignIn(ct));
        await using var bare = await ServedProgram.Start(typeof(BarePages).Assembly.Location, AppContext.BaseDirectory,
            ["bare", "--engine", register.Engine.ToString(), "--connection", register.ConnectionString], new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production" }, ct);
        var strangers = staff.ConvertAll(_ => new SignedInClient(bare.Client(), ""));
        try
        {
            (string Name, List<SignedInClient> Asking, Func<int, string> Address, List<(double Rate, Percentiles Times)> Rounds)[] kinds =
            [
                ("card, signed in, logged", staff, i => $"/staff/customers/{MadeUpCustomers.CustomerKey(i)}", []),
                ("bare page, one batch", strangers, i => $"/card/{MadeUpCustomers.CustomerKey(i)}", []),
                ("bare page, prepared batch", strangers, i => $"/card/{MadeUpCustomers.CustomerKey(i)}?prepared=true", []),
            ];
            for (var round = -1; round < rounds; round++)
            {
                foreach (var kind in kinds)
                {
                    var measured = await Load(kind.Asking, kind.Address, round, round < 0 ? WarmUp : length, ct);
                    if (round >= 0)
                        kind.Rounds.Add(measured);
                }
            }

            var rate = Percentiles.Middle(kinds[0].Rounds.Select(r => r.Rate));
            Console.WriteLine($"median of {rounds} rounds of {length.TotalSeconds:0} s, {clients} clients");
            Console.WriteLine($"{"",-28} {"requests/s",11} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9} {"card's share",13}");
            foreach (var kind in kinds)
            {
                var (times, own) = (Percentiles.Median([.. kind.Rounds.Select(r => r.Times)]), Percentiles.Middle(kind.Rounds.Select(r => r.Rate)));
                Console.WriteLine($"{kind.Name,-28} {own,11:0} {times.P50,9:0.00} {times.P95,9:0.00} {times.P99,9:0.00} {rate / own,13:0.00}");
            }
        }
        finally
        {
            foreach (var client in staff.Concat(strangers))
                client.Dispose();
        }
    }

    private async Task<(double Rate, Percentiles Times)> Load(List<SignedInClient> asking, Func<int, string> address, int round, TimeSpan time, CancellationToken ct)
    {
        var next = (round + 1) * 100_003;
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(asking.Select(client => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var i = (int)(Interlocked.Increment(ref next) * 7919L % register.Customers.Count);
                var began = Stopwatch.GetTimestamp();
                await client.Get(address(i), ct);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return own;
        }, ct)));
        var all = times.SelectMany(t => t).ToList();
        return (all.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, Percentiles.Of(all));
    }
}

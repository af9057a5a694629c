using System.Diagnostics;
using CustomerRegister.Benchmarks.Bare;

namespace CustomerRegister.Benchmarks;

/// <summary>How many cards a second the program gives to clients who ask all at once, beside a bare page with the same rows.</summary>
internal sealed class CardUnderLoad(BenchmarkRegister register, int rounds, TimeSpan length, int clients)
{
    // Until both programs are compiled for what they do most; a server at work has done this long ago.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

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
            var (cards, pages) = (new List<(double Rate, Percentiles Times)>(), new List<(double Rate, Percentiles Times)>());
            for (var round = -1; round < rounds; round++)
            {
                var time = round < 0 ? WarmUp : length;
                var card = await Load(staff, i => $"/staff/customers/{MadeUpCustomers.CustomerKey(i)}", round, time, ct);
                var page = await Load(strangers, i => $"/card/{MadeUpCustomers.CustomerKey(i)}", round, time, ct);
                if (round < 0)
                    continue;
                cards.Add(card);
                pages.Add(page);
            }

            var (c, p) = (Percentiles.Median([.. cards.Select(x => x.Times)]), Percentiles.Median([.. pages.Select(x => x.Times)]));
            var (rate, bareRate) = (Percentiles.Middle(cards.Select(x => x.Rate)), Percentiles.Middle(pages.Select(x => x.Rate)));
            Console.WriteLine($"median of {rounds} rounds of {length.TotalSeconds:0} s, {clients} clients");
            Console.WriteLine($"{"",-28} {"requests/s",11} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9}");
            Console.WriteLine($"{"card, signed in, logged",-28} {rate,11:0} {c.P50,9:0.00} {c.P95,9:0.00} {c.P99,9:0.00}");
            Console.WriteLine($"{"bare page, one batch",-28} {bareRate,11:0} {p.P50,9:0.00} {p.P95,9:0.00} {p.P99,9:0.00}");
            Console.WriteLine($"ratio of requests/s {rate / bareRate:0.00}");
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

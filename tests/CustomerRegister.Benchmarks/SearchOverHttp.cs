using System.Diagnostics;
using System.Globalization;

namespace CustomerRegister.Benchmarks;

/// <summary>The page of results over HTTP, with sign-in check and log entry, beside the same search written by hand.</summary>
internal sealed class SearchOverHttp(BenchmarkRegister register, int rounds, int calls)
{
    // Until the program is compiled for what it does most; a server at work has done this long ago.
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(45);

    // Pages are made before they are measured by others than the measured one, so that nothing is warm but what always is.
    private const int WarmUp = 20;

    public async Task Run(CancellationToken ct)
    {
        await using var app = await RegisterOverHttp.Start(register, ct);
        using var client = await app.SignIn(ct);
        await using var byHand = new HandWrittenSearch(register.Engine, await register.OpenRaw(ct));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < Compiling; i++)
            await client.Search(i % 3 == 0 ? Family(5)(i) : i % 3 == 1 ? MadeUpCustomers.EmailOf(Pick(i)) : (1001 + Pick(i)).ToString(CultureInfo.InvariantCulture), ct);
        Console.WriteLine($"median of {rounds} rounds of {calls} calls, one client, in milliseconds");
        Console.WriteLine($"{"",-30} {"HTTP p50",9} {"p95",9} {"p99",9}   {"SQL p50",9} {"p95",9} {"p99",9}   {"ratio p50",9} {"p95",9}");
        await Compare("5 letters of a family name", Family(5), byHand.Fragment);
        await Compare("3 letters of a family name", Family(3), byHand.Fragment);
        await Compare("4 letters within a name", i => Family(5)(i)[1..], byHand.Fragment);
        await Compare("a first name", i => i % 2 == 0 ? "aino" : "veikko", byHand.Fragment);
        await Compare("exact e-mail address", i => MadeUpCustomers.EmailOf(Pick(i)), byHand.Email);
        await Compare("the same, SQL with a log entry", i => MadeUpCustomers.EmailOf(Pick(i)), byHand.EmailLogged);
        await Compare("exact customer number", i => (1001 + Pick(i)).ToString(CultureInfo.InvariantCulture), (word, token) => byHand.Number(long.Parse(word, CultureInfo.InvariantCulture), token));

        async Task Compare(string name, Func<int, string> word, Func<string, CancellationToken, Task> sql)
        {
            var (pages, commands) = (new List<Percentiles>(), new List<Percentiles>());
            for (var round = -1; round < rounds; round++)
            {
                var (http, raw) = (new List<double>(calls), new List<double>(calls));
                var count = round < 0 ? Math.Min(WarmUp, calls) : calls;
                for (var i = 0; i < count; i++)
                {
                    var words = word((round + 1) * calls + i);
                    // Turn by turn, so that whatever else the machine does falls on both; the redirect to the page is not part of the search.
                    var page = await client.ResultsOf(words, ct);
                    http.Add(await Timed(() => client.Get(page, ct)));
                    raw.Add(await Timed(() => sql(words, ct)));
                }

                if (round < 0)
                    continue;
                pages.Add(Percentiles.Of(http));
                commands.Add(Percentiles.Of(raw));
            }

            var (p, c) = (Percentiles.Median(pages), Percentiles.Median(commands));
            Console.WriteLine($"{name,-30} {p.P50,9:0.00} {p.P95,9:0.00} {p.P99,9:0.00}   {c.P50,9:0.00} {c.P95,9:0.00} {c.P99,9:0.00}   {p.P50 / c.P50,9:0.00} {p.P95 / c.P95,9:0.00}");
        }
    }

    private static Func<int, string> Family(int letters) => i => CustomerRegister.Customers.SearchText.Fold(MadeUpCustomers.LastNameOf(i * 37))[..letters];

    private int Pick(int i) => (int)(i * 7919L % register.Customers.Count);

    private static async Task<double> Timed(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}

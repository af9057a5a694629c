using System.Data.Common;
using System.Diagnostics;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.Benchmarks;

/// <summary>The two things staff do all day, beside the very SQL that they send, sent again by plain ADO.NET in the same run.</summary>
internal sealed class SearchAndCard(BenchmarkRegister register, int rounds)
{
    private static readonly Actor Staff = new(ActorKind.Staff, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "CustomerService", "customer-care");

    public async Task Run(CancellationToken ct)
    {
        Console.WriteLine($"{"",-34} {"register p50",14} {"p95",9} {"raw SQL p50",13} {"p95",9} {"ratio p50",10}");
        await Compare("search, fragment of 5 letters", i => Search(MadeUpCustomers.LastNameOf(i * 37)[..5]), ct);
        await Compare("search, two words", i => Search($"{MadeUpCustomers.LastNameOf(i * 37)[..4]} aino"), ct);
        await Compare("search, exact e-mail", i => Search(MadeUpCustomers.EmailOf(Pick(i))), ct);
        await Compare("customer card, with read log", i => Card(Pick(i)), ct);
    }

    private int Pick(int i) => (int)(i * 7919L % register.Customers.Count);

    private static Func<RegisterContext, CancellationToken, Task> Search(string words) =>
        (db, ct) => new FindCustomers(db, TimeProvider.System).Run(new FindCustomersQuery(words), Staff, ct);

    private static Func<RegisterContext, CancellationToken, Task> Card(int i) =>
        async (db, ct) => _ = await new ViewCustomer(db, new CurrentChoices(db), TimeProvider.System).Run(new CustomerId(MadeUpCustomers.CustomerKey(i)), Staff, ct)
            ?? throw new InvalidOperationException("The made-up customer is not there.");

    private async Task Compare(string name, Func<int, Func<RegisterContext, CancellationToken, Task>> call, CancellationToken ct)
    {
        var (program, raw) = (new List<double>(rounds), new List<double>(rounds));
        await using var connection = await register.OpenRaw(ct);
        // Turn by turn, so that whatever else the machine does falls on both.
        for (var i = -Math.Min(20, rounds); i < rounds; i++)
        {
            var work = call(Math.Abs(i));
            var recorder = new CommandRecorder { IsOn = true };
            await using (var db = register.Open(recorder))
                await work(db, ct);

            var programTook = await Timed(async () =>
            {
                await using var db = register.Open();
                await work(db, ct);
            });
            var rawTook = await Timed(() => Send(recorder.Commands, connection, ct));
            if (i < 0)
                continue;
            program.Add(programTook);
            raw.Add(rawTook);
        }

        Console.WriteLine($"{name,-34} {Percentile(program, 50),11:0.00} ms {Percentile(program, 95),6:0.00} ms {Percentile(raw, 50),10:0.00} ms {Percentile(raw, 95),6:0.00} ms {Percentile(program, 50) / Percentile(raw, 50),10:0.00}");
    }

    private static async Task Send(List<RecordedCommand> commands, DbConnection connection, CancellationToken ct)
    {
        foreach (var command in commands)
            await command.Send(connection, ct);
    }

    private static async Task<double> Timed(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Percentile(List<double> values, int percent) => values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * percent / 100));
}

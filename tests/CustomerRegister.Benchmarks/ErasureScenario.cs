using System.Diagnostics;
using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Retention;

namespace CustomerRegister.Benchmarks;

/// <summary>
/// Erasures by request whose cooling-off time is over, carried out by their job one after the other: each weighed, logged, in the ledger and durable before the next. Beside it the rows
/// of as many other customers cleared by plain SQL, in a durable transaction for each.
/// </summary>
internal sealed class ErasureScenario(BenchmarkRegister register, int rounds, int calls)
{
    private static readonly Guid Officer = Guid.CreateVersion7();

    public async Task Run(CancellationToken ct)
    {
        await using var app = ProgramInside.Build(register);
        await app.Use(async (LayDownDefaults defaults) => { await defaults.Run(ct); return 0; });
        var (own, bare) = (new List<double>(), new List<double>());
        var next = 0;
        for (var round = -1; round < rounds; round++)
        {
            await Grant(app, Enumerable.Range(next, calls), ct);
            var started = Stopwatch.GetTimestamp();
            var erased = await app.Use((CarryOutRequestedErasures job) => job.Run(ct));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (erased != calls)
                throw new InvalidOperationException($"{erased} of {calls} people were erased.");
            var raw = await Bare(Enumerable.Range(next + calls, calls), ct);
            next += 2 * calls;
            if (round < 0)
                continue;
            own.Add(calls / seconds);
            bare.Add(calls / raw);
        }

        var (o, b) = (Percentiles.Middle(own), Percentiles.Middle(bare));
        Console.WriteLine($"median of {rounds} rounds of {calls} customers with {MadeUpCustomers.OrdersEach} orders, one after the other, each durable");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"erased by request",-32} {o,8:N0} customers/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"plain SQL, a transaction each",-32} {b,8:N0} customers/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{o / b:0.00} x of raw"));
    }

    private static Task<int> Grant(WebApplication app, IEnumerable<int> people, CancellationToken ct) => app.Use(async (RegisterContext db) =>
    {
        var clock = TimeProvider.System;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (requests, erasures) = (new List<DataSubjectRequest>(), new List<RequestedErasure>());
        foreach (var i in people)
        {
            var request = DataSubjectRequest.File(
                EntityKey.New<RequestId>(clock), await db.TakeNumber(NumberSeries.Requests, ct), new(MadeUpCustomers.CustomerKey(i)), RequestType.Erasure, Channel.Portal, clock.Today(), Language.Fi, null, null);
            request.ConfirmIdentity(IdentityMethod.PortalSignIn, null, clock.Now());
            request.Decide(new(RequestDecision.Grant, [], null), Officer, clock.Now());
            requests.Add(request);
            erasures.Add(RequestedErasure.Approve(request.Id, new(MadeUpCustomers.CustomerKey(i)), clock.Now(), TimeSpan.Zero));
        }

        var bulk = db.Bulk();
        await bulk.Write(requests, ct);
        await bulk.Write(erasures, ct);
        await transaction.CommitAsync(ct);
        return requests.Count;
    });

    private async Task<double> Bare(IEnumerable<int> people, CancellationToken ct)
    {
        await using var connection = await register.OpenRaw(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = new BareErasure(register.Engine).Statements("= @person");
        var key = command.CreateParameter();
        key.ParameterName = "@person";
        command.Parameters.Add(key);
        var started = Stopwatch.GetTimestamp();
        foreach (var i in people)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            command.Transaction = transaction;
            key.Value = register.Engine == BenchmarkEngine.Postgres ? MadeUpCustomers.CustomerKey(i) : MadeUpCustomers.CustomerKey(i).ToString().ToUpperInvariant();
            await command.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}

using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Benchmarks;

/// <summary>
/// The answer to an access request of a customer with five orders: the whole package (report, JSON, tables, ZIP), beside raw SQL that reads the same columns of
/// the same rows on one open connection: statement by statement, and as the package reads them, in one prepared batch. Then the package for a customer with few and one with many orders, with the peak of the process's memory.
/// </summary>
internal sealed class AccessScenario(BenchmarkRegister register, int rounds, int calls, int manyOrders)
{
    private const int Stride = 7919;

    // A program that has run for a while: for its first seconds the runtime compiles what is called often, and once more when it has seen how.
    private const int WarmingRounds = 20;

    private static readonly Actor Arranging = Actor.System("benchmark", "arranging");

    public async Task Run(CancellationToken ct)
    {
        await using var app = ProgramInside.Build(register);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<LayDownDefaults>().Run(ct);
        var requests = new List<RequestId>();
        foreach (var i in Enumerable.Range(0, calls))
            requests.Add(await Request(app, new(MadeUpCustomers.CustomerKey(i * Stride % register.Customers.Count)), ct));

        var (packages, raws, batches, sizes) = (new List<Percentiles>(), new List<Percentiles>(), new List<Percentiles>(), new List<long>());
        for (var round = -WarmingRounds; round < rounds; round++)
        {
            var own = new List<double>();
            foreach (var id in requests)
                own.Add(await Package(app, id, sizes, ct));
            var raw = await Raw(app, requests, inOneBatch: false, ct);
            var batch = await Raw(app, requests, inOneBatch: true, ct);
            if (round < 0)
                continue;
            batches.Add(Percentiles.Of(batch));
            packages.Add(Percentiles.Of(own));
            raws.Add(Percentiles.Of(raw));
        }

        var (p, r, b) = (Percentiles.Median(packages), Percentiles.Median(raws), Percentiles.Median(batches));
        Console.WriteLine($"median of {rounds} rounds of {calls} customers with {MadeUpCustomers.OrdersEach} orders, packages of {sizes.Average() / 1024:0} kB");
        Console.WriteLine($"{"",-28} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9}");
        Console.WriteLine($"{"access package",-28} {p.P50,9:0.00} {p.P95,9:0.00} {p.P99,9:0.00}");
        Console.WriteLine($"{"raw SQL, the same rows",-28} {r.P50,9:0.00} {r.P95,9:0.00} {r.P99,9:0.00}");
        Console.WriteLine($"{"the same in a prepared batch",-28} {b.P50,9:0.00} {b.P95,9:0.00} {b.P99,9:0.00}");
        Console.WriteLine($"ratio of p50 {p.P50 / r.P50:0.00}, to the batch {p.P50 / b.P50:0.00}");

        Console.WriteLine($"{"orders, with three lines each",-30} {"package kB",12} {"ms",9} {"peak RSS MB",12} {"over idle MB",13}");
        var before = 0;
        var customer = new CustomerId(MadeUpCustomers.CustomerKey(register.Customers.Count - 1));
        await RemoveOrders(app, customer, ct);
        foreach (var orders in (int[])[manyOrders / 10, manyOrders, manyOrders])
        {
            await AddOrders(app, customer, before, orders, ct);
            before = orders;
            var id = await Request(app, customer, ct);
            PeakMemory.Forget();
            var idle = Environment.WorkingSet / 1024d / 1024;
            var length = new List<long>();
            var ms = await Package(app, id, length, ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{orders,-30:N0} {length[0] / 1024,12:N0} {ms,9:0} {PeakMemory.Megabytes(),12:0} {PeakMemory.Megabytes() - idle,13:0}"));
        }
    }

    private static async Task<double> Package(WebApplication app, RequestId id, List<long> sizes, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var request = await scope.ServiceProvider.GetRequiredService<RegisterContext>().Requests.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var package = scope.ServiceProvider.GetRequiredService<AccessPackage>();
        var started = Stopwatch.GetTimestamp();
        await using var content = new SpillStream();
        await package.Write(request, content, ct);
        sizes.Add(content.Length);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<List<double>> Raw(WebApplication app, List<RequestId> requests, bool inOneBatch, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegisterContext>();
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        var statements = PersonalDataMap.Of(db).Tables.Where(t => t.Columns.Any(c => c.IsReported))
            .Select(t => $"""select {string.Join(", ", t.Columns.Where(c => c.IsReported).Select(c => $"\"{c.Name}\""))} from "{t.Name}" where {BelongsTo(t)}""").ToList();
        if (inOneBatch)
            statements = [string.Join(";\n", statements)];
        var times = new List<double>();
        foreach (var id in requests)
        {
            var customer = await db.Requests.Where(r => r.Id == id).Select(r => r.CustomerId).SingleAsync(ct);
            var started = Stopwatch.GetTimestamp();
            foreach (var statement in statements)
                await Read(db, connection, statement, customer!.Value, inOneBatch, ct);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static async Task Read(RegisterContext db, DbConnection connection, string statement, CustomerId customer, bool prepared, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        var key = db.Model.FindEntityType(typeof(Customer))!.FindProperty(nameof(Customer.Id))!.GetRelationalTypeMapping();
        command.Parameters.Add(key.CreateParameter(command, "@person", customer));
        if (prepared)
            await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        do
        {
            var row = new object[reader.FieldCount];
            while (await reader.ReadAsync(ct))
                reader.GetValues(row);
        }
        while (await reader.NextResultAsync(ct));
    }

    private static string BelongsTo(PersonalTable table) => table.Parent is not { } parent
        ? $"\"{table.OwnerColumn}\" = @person"
        : $"\"{table.OwnerColumn}\" in (select \"{parent.KeyColumn}\" from \"{parent.Name}\" where {BelongsTo(parent)})";

    private static async Task<RequestId> Request(WebApplication app, CustomerId customer, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegisterContext>();
        var clock = TimeProvider.System;
        var request = DataSubjectRequest.File(
            EntityKey.New<RequestId>(clock), await db.TakeNumber(NumberSeries.Requests, ct), customer, RequestType.Access, Channel.Portal, clock.Today(), Language.Fi, null, null);
        db.Add(request);
        db.Add(AuditEntry.Of(Arranging, AuditAction.RequestFiled, clock, customer, request.Id.Value));
        await db.SaveChangesAsync(ct);
        return request.Id;
    }

    private static async Task RemoveOrders(WebApplication app, CustomerId customer, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RegisterContext>().Orders.Where(o => o.CustomerId == customer).ExecuteDeleteAsync(ct);
    }

    private static async Task AddOrders(WebApplication app, CustomerId customer, int from, int to, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegisterContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bulk = db.Bulk();
        foreach (var batch in Enumerable.Range(from, to - from).Chunk(500))
        {
            // Far above the numbers that the register was filled with.
            var orders = batch.Select(i =>
            {
                var order = Order.Place(EntityKey.New<OrderId>(TimeProvider.System), 1_000_000_000L + i, customer, null, new DateOnly(2026, 1, 1), "EUR", 4.9m);
                order.DeliverTo("Aino Virtanen", PostalAddress.Create("Kauppakatu 1", "00100", "Helsinki"), null);
                foreach (var line in (string[])["Villasukat", "Puukko", "Kuksa"])
                    order.AddLine(line, 19.9m, 2, 0.05m, 0.255m);
                return order;
            }).ToList();
            await bulk.Write(orders, ct);
            await bulk.Write([.. orders.SelectMany(o => o.Lines)], ct);
        }

        await transaction.CommitAsync(ct);
    }
}

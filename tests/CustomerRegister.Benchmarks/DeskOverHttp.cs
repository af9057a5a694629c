using System.Data.Common;
using System.Diagnostics;
using CustomerRegister.Requests;

namespace CustomerRegister.Benchmarks;

/// <summary>The request desk over HTTP, with sign-in check and filters, beside the list alone without a page, and beside its query written by hand: as the driver sends any, and prepared.</summary>
internal sealed class DeskOverHttp(BenchmarkRegister register, int rounds, int calls)
{
    // Until the program is compiled for what it does most; a server at work has done this long ago.
    private static readonly TimeSpan Compiling = TimeSpan.FromSeconds(30);

    private const string OpenOnes = "\"DecidedAt\" is null and \"WithdrawnAt\" is null";
    private const string ByDeadline = "order by \"DeadlineOn\", \"Number\"";

    public async Task Run(CancellationToken ct)
    {
        await using var app = await RegisterOverHttp.Start(register, ct);
        using var client = await app.SignIn(ct);
        await using var db = register.Open();
        await using var connection = await register.OpenRaw(ct);
        var (list, today) = (new ListRequests(db, TimeProvider.System), TimeProvider.System.Today());
        var place = await Middle(connection, ct);
        var after = FormattableString.Invariant($"{place.DeadlineOn:yyyy-MM-dd}_{place.Number}");
        (string Name, string Address, RequestFilter Filter, RequestPlace? After, string Sql, object[] Values)[] pages =
        [
            ("open, by days left", "/staff/requests", new(true), null, $"where {OpenOnes} {ByDeadline}", []),
            ("open, of one type", "/staff/requests?type=Erasure", new(true, RequestType.Erasure), null, $"where \"Type\" = @p0 and {OpenOnes} {ByDeadline}", ["Erasure"]),
            ("open, overdue", "/staff/requests?due=Overdue", new(true, Due: RequestDue.Overdue), null, $"where \"DeadlineOn\" < @p0 and not \"ClockStands\" and {OpenOnes} {ByDeadline}", [today]),
            ("open, from the middle on", $"/staff/requests?after={after}", new(true), place, $"where (\"DeadlineOn\", \"Number\") > (@p0, @p1) and {OpenOnes} {ByDeadline}", [place.DeadlineOn, place.Number]),
            ("answered, newest first", "/staff/requests?show=closed", new(false), null, "where \"DecidedAt\" is not null or \"WithdrawnAt\" is not null order by \"Number\" desc", []),
        ];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < Compiling; i++)
            await client.Get(pages[i % pages.Length].Address, ct);

        Console.WriteLine($"median of {rounds} rounds of {calls} calls, one client, in milliseconds; ratios of p95 to the query by hand");
        Console.WriteLine($"{"",-26} {"page p50",9} {"p95",9}   {"list p50",9} {"p95",9}   {"SQL p50",9} {"p95",9}   {"kept p50",9} {"p95",9}   {"page",7} {"list",7} {"to kept",7}");
        foreach (var page in pages)
        {
            var (http, use, raw, kept) = (new List<Percentiles>(), new List<Percentiles>(), new List<Percentiles>(), new List<Percentiles>());
            for (var round = -1; round < rounds; round++)
            {
                var (a, b, c, d) = (new List<double>(calls), new List<double>(calls), new List<double>(calls), new List<double>(calls));
                for (var i = 0; i < calls; i++)
                {
                    // Turn by turn, so that whatever else the machine does falls on all.
                    a.Add(await Timed(() => client.Get(page.Address, ct)));
                    b.Add(await Timed(() => list.Run(page.Filter, page.After, null, ct)));
                    c.Add(await Timed(() => Read(connection, page.Sql, page.Values, false, ct)));
                    d.Add(await Timed(() => Read(connection, page.Sql, page.Values, true, ct)));
                }

                if (round < 0)
                    continue;
                http.Add(Percentiles.Of(a));
                use.Add(Percentiles.Of(b));
                raw.Add(Percentiles.Of(c));
                kept.Add(Percentiles.Of(d));
            }

            var (h, u, r, k) = (Percentiles.Median(http), Percentiles.Median(use), Percentiles.Median(raw), Percentiles.Median(kept));
            Console.WriteLine($"{page.Name,-26} {h.P50,9:0.00} {h.P95,9:0.00}   {u.P50,9:0.00} {u.P95,9:0.00}   {r.P50,9:0.00} {r.P95,9:0.00}   {k.P50,9:0.00} {k.P95,9:0.00}   {h.P95 / r.P95,7:0.0} {u.P95 / r.P95,7:0.0} {u.P95 / k.P95,7:0.0}");
        }

        Console.WriteLine("how the database reads them:");
        foreach (var page in pages)
            Console.WriteLine($"{page.Name}: {await Plan(connection, page.Sql, page.Values, ct)}");
    }

    private static async Task<RequestPlace> Middle(DbConnection connection, CancellationToken ct)
    {
        await using var command = Command(connection, $"select \"DeadlineOn\", \"Number\" from \"Requests\" where {OpenOnes} {ByDeadline} limit 1 offset (select count(*) / 2 from \"Requests\" where {OpenOnes})", []);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new(reader.GetFieldValue<DateOnly>(0), reader.GetInt64(1)) : throw new InvalidOperationException("Fill the register with --requests.");
    }

    private static async Task Read(DbConnection connection, string sql, object[] values, bool prepared, CancellationToken ct)
    {
        await using var command = Command(connection, Select(sql), values);
        if (prepared)
            await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync(ct))
            reader.GetValues(row);
    }

    private async Task<string> Plan(DbConnection connection, string sql, object[] values, CancellationToken ct)
    {
        var isPostgres = register.Engine == BenchmarkEngine.Postgres;
        await using var command = Command(connection, $"explain {(isPostgres ? "" : "query plan ")}{Select(sql)}", values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(ct))
            lines.Add(reader.GetString(isPostgres ? 0 : 3).Trim());
        return string.Join(" | ", lines);
    }

    private static string Select(string sql) =>
        $"select \"Id\", \"Number\", \"Type\", \"State\", \"Channel\", \"ReceivedOn\", \"DeadlineOn\", \"DecidedAt\", \"AssignedTo\", \"TargetOn\", \"HasNewMessage\", \"ClockStands\", \"Decision\" from \"Requests\" {sql} limit {ListRequests.PageSize + 1}";

    private static DbCommand Command(DbConnection connection, string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{i}", values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static async Task<double> Timed(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}

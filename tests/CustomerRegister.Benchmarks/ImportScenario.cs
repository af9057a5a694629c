using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Retention;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustomerRegister.Benchmarks;

/// <summary>
/// A CSV of people, each with an e-mail address, a telephone and an address: into an empty register and, as many again, into that living one, beside the
/// very same rows copied by plain SQL into another database with the same indexes.
/// </summary>
internal sealed class ImportScenario(BenchmarkEngine engine, int rows)
{
    private static readonly string[] First = ["Aino", "Eino", "Helmi", "Toivo", "Aili", "Väinö", "Lempi", "Onni", "Saimi", "Veikko", "Kerttu", "Tauno", "Impi", "Urho", "Hilja", "Arvo"];
    private static readonly string[] Towns = ["Helsinki", "Tampere", "Turku", "Oulu", "Kuopio", "Vaasa", "Rovaniemi", "Joensuu"];

    private static readonly Actor Clerk = Actor.System("import", "import");

    /// <summary>What one customer's row becomes, those first that others refer to.</summary>
    private static readonly (string Table, string Customer)[] Tables = [("Customers", "Id"), ("CustomerAddresses", "CustomerId"), ("CustomerPhones", "CustomerId"), ("AuditEntries", "CustomerId")];

    public async Task Run(CancellationToken ct)
    {
        await using var register = await BenchmarkRegister.Create(engine, 0, null, ct);
        await using var bare = await BenchmarkRegister.Create(engine, 0, null, ct);
        Console.WriteLine($"{"",-34} {"rows/s",10} {"raw rows/s",12} {"ratio",7} {"peak RSS MB",12} {"own CPU us/row",15}");
        var since = await Compare("first load of an empty register", 0, register, bare, ct);
        if (engine == BenchmarkEngine.Postgres)
            await AtOnce(register, since, ct);
        await Compare("into the living table", rows, register, bare, ct);
    }

    /// <returns>The first customer number that the import gave.</returns>
    private async Task<long> Compare(string name, int from, BenchmarkRegister register, BenchmarkRegister bare, CancellationToken ct)
    {
        var path = Path.GetTempFileName();
        try
        {
            await Write(path, from, ct);
            PeakMemory.Forget();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var (seconds, since) = await Import(register, path, ct);
            var (peak, own) = (PeakMemory.Megabytes(), Process.GetCurrentProcess().TotalProcessorTime - before);
            var raw = await Copy(register, bare, since, ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {rows / seconds,10:N0} {rows / raw,12:N0} {raw / seconds,7:0.00} {peak,12:N0} {own.TotalMicroseconds / rows,15:0.0}"));
            return since;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task Write(string path, int from, CancellationToken ct)
    {
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await file.WriteLineAsync("customer key;first name;last name;address;postal code;city;mobile;email".AsMemory(), ct);
        for (var i = from; i < from + rows; i++)
        {
            await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"K{i};{First[i * 7 % First.Length]};{MadeUpCustomers.LastNameOf(i)};Kauppakatu {i % 200 + 1};{i % 100 * 1000 + 100:00000};{Towns[i % Towns.Length]};040 {i / 10_000 % 1000:000} {i % 10_000:0000};{MadeUpCustomers.EmailOf(i)}").AsMemory(), ct);
        }
    }

    /// <returns>How long it took, and the first customer number it gave.</returns>
    private async Task<(double Seconds, long Since)> Import(BenchmarkRegister register, string path, CancellationToken ct)
    {
        await using var db = register.Open();
        await using var file = File.OpenRead(path);
        var prepared = await new PrepareImport(db, TimeProvider.System).Run(new(ImportKind.Customers, "benchmark", SourceKind.Controller), file, Clerk, ct);
        file.Position = 0;
        using var header = await CsvRows.OpenAsync(file, cancellationToken: ct);
        file.Position = 0;
        var started = Stopwatch.GetTimestamp();
        var outcome = await new ImportFile(db, TimeProvider.System, new FindForgotten(db, new SuppressionKey(new byte[32])))
            .Run(new(prepared.Value!.Id, ImportMapping.Guess(ImportKind.Customers, header.Header)), file, Clerk, ct);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (outcome.Value?.Imported != rows)
            throw new InvalidOperationException($"{outcome.Value} of {rows} rows came in.");
        return (seconds, (await db.Imports.AsNoTracking().SingleAsync(i => i.Id == prepared.Value.Id, ct)).Customers!.First);
    }

    private Task<double> Copy(BenchmarkRegister from, BenchmarkRegister to, long since, CancellationToken ct) =>
        engine == BenchmarkEngine.Postgres ? CopyPostgres(from, to, since, ct) : CopySqlite(from, to, since, ct);

    /// <summary>The same rows by plain SQL that makes the indexes after them, as the import does in an empty register.</summary>
    private async Task AtOnce(BenchmarkRegister from, long since, CancellationToken ct)
    {
        await using var empty = await BenchmarkRegister.Create(engine, 0, null, ct);
        var indexes = new List<(string Drop, string Make)>();
        await using var db = empty.Open();
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""
                select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid) from pg_index
                where indrelid in ({string.Join(", ", Tables.Select(t => $"""'"{t.Table}"'::regclass"""))}) and not indisunique
                """;
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        foreach (var (drop, _) in indexes)
            await Execute(connection, drop, ct);
        var copying = await CopyPostgres(from, empty, since, ct);
        await Execute(connection, "set maintenance_work_mem = '256MB'", ct);
        var (making, search) = (0d, 0d);
        foreach (var (_, make) in indexes)
        {
            var started = Stopwatch.GetTimestamp();
            await Execute(connection, make, ct);
            var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            making += took;
            if (make.Contains("gin_trgm_ops", StringComparison.Ordinal))
                search += took;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"  raw with its indexes made at once",-34} {"",10} {rows / (copying + making),12:N0}   ({rows / copying:N0} without any; the search's index alone {rows / search:N0})"));
    }

    private static async Task<double> CopyPostgres(BenchmarkRegister from, BenchmarkRegister to, long since, CancellationToken ct)
    {
        await using var source = new NpgsqlConnection(from.ConnectionString);
        await using var target = new NpgsqlConnection(to.ConnectionString);
        await source.OpenAsync(ct);
        await target.OpenAsync(ct);
        // What is read is laid ready first, so that only writing is measured.
        var started = 0L;
        var seconds = 0d;
        await using var transaction = await target.BeginTransactionAsync(ct);
        foreach (var (table, customer) in Tables)
        {
            var ready = Path.GetTempFileName();
            await using (var file = File.OpenWrite(ready))
            await using (var rows = await source.BeginRawBinaryCopyAsync($"""copy (select * from "{table}" where "{customer}" in (select "Id" from "Customers" where "Number" >= {since.ToString(CultureInfo.InvariantCulture)})) to stdout (format binary)""", ct))
                await rows.CopyToAsync(file, ct);
            started = Stopwatch.GetTimestamp();
            await using (var file = File.OpenRead(ready))
            await using (var rows = await target.BeginRawBinaryCopyAsync($"""copy "{table}" from stdin (format binary)""", ct))
                await file.CopyToAsync(rows, ct);
            seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            File.Delete(ready);
        }

        started = Stopwatch.GetTimestamp();
        await transaction.CommitAsync(ct);
        return seconds + Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> CopySqlite(BenchmarkRegister from, BenchmarkRegister to, long since, CancellationToken ct)
    {
        await using var db = to.Open();
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        await Execute(connection, $"attach database '{new SqliteConnectionStringBuilder(from.ConnectionString).DataSource}' as source", ct);
        await Execute(connection, "pragma cache_size = -65536", ct);
        var started = Stopwatch.GetTimestamp();
        await Execute(connection, "begin", ct);
        foreach (var (table, customer) in Tables)
            await Execute(connection, $"""insert into main."{table}" select * from source."{table}" where "{customer}" in (select "Id" from source."Customers" where "Number" >= {since.ToString(CultureInfo.InvariantCulture)})""", ct);
        await Execute(connection, "commit", ct);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Execute(connection, "detach database source", ct);
        return seconds;
    }

    private static async Task Execute(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}

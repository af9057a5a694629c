using System.Data.Common;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Web;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Benchmarks.Bare;

/// <summary>A Razor page and nothing else: no sign-in, no texts, no log, no layout. It sends the card's own queries in one batch and shows every value.</summary>
internal static class BarePages
{
    public static async Task Serve(BenchmarkEngine engine, string connectionString, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(BarePages).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddRazorPages(options => options.RootDirectory = "/Bare/Pages");
        builder.Services.AddSingleton(await CardQueries.Record(engine, connectionString, ct));
        await using var app = builder.Build();
        app.MapRazorPages();
        await app.RunAsync(ct);
    }
}

/// <summary>What the card asks the database, without who asks: recorded once from the use case, sent again for any customer.</summary>
internal sealed class CardQueries(BenchmarkEngine engine, string connectionString, IReadOnlyList<RecordedCommand> commands, object recordedFor)
{
    public static async Task<CardQueries> Record(BenchmarkEngine engine, string connectionString, CancellationToken ct)
    {
        var recorder = new CommandRecorder();
        var services = new ServiceCollection().AddUseCases().AddRegisterRetention(new ConfigurationBuilder().Build()).AddScoped(_ => Open(engine, connectionString, recorder)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var first = MadeUpCustomers.CustomerKey(0);
        recorder.IsOn = true;
        _ = await scope.ServiceProvider.GetRequiredService<ViewCustomer>().Run(new CustomerId(first), new Actor(ActorKind.Staff, null, "CustomerService", "customer-care"), ct)
            ?? throw new InvalidOperationException("The made-up customer is not there.");
        return new CardQueries(engine, connectionString, [.. recorder.Commands.Where(c => !c.IsInsert)], Stored(engine, first));
    }

    /// <returns>One table for each query, its rows as text.</returns>
    /// <param name="prepared">Whether the server keeps the queries' plans, once for each connection.</param>
    public async Task<List<List<string?[]>>> Read(Guid customer, bool prepared, CancellationToken ct)
    {
        await using var db = Open(engine, connectionString);
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        var key = Stored(engine, customer);
        var tables = new List<List<string?[]>>();
        if (!connection.CanCreateBatch)
        {
            foreach (var recorded in commands)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = recorded.Text;
                Fill(command.Parameters, command.CreateParameter, recorded, key);
                await using var reader = await command.ExecuteReaderAsync(ct);
                await ReadAll(reader, tables, ct);
            }

            return tables;
        }

        await using var batch = connection.CreateBatch();
        foreach (var recorded in commands)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = recorded.Text;
            Fill(command.Parameters, command.CreateParameter, recorded, key);
            batch.BatchCommands.Add(command);
        }

        if (prepared)
            await batch.PrepareAsync(ct);
        await using var results = await batch.ExecuteReaderAsync(ct);
        await ReadAll(results, tables, ct);
        return tables;
    }

    private static RegisterContext Open(BenchmarkEngine engine, string connectionString, CommandRecorder? recorder = null)
    {
        if (engine == BenchmarkEngine.Postgres)
        {
            var options = new DbContextOptionsBuilder<PostgresRegisterContext>().UseNpgsql(connectionString);
            return new PostgresRegisterContext((recorder is null ? options : options.AddInterceptors(recorder)).Options);
        }

        var sqlite = new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite(connectionString).AddInterceptors(new SqlitePragmas());
        return new SqliteRegisterContext((recorder is null ? sqlite : sqlite.AddInterceptors(recorder)).Options);
    }

    private void Fill(DbParameterCollection parameters, Func<DbParameter> create, RecordedCommand recorded, object key)
    {
        foreach (var parameter in recorded.Parameters)
        {
            var copy = create();
            (copy.ParameterName, copy.Value) = (parameter.ParameterName, Equals(parameter.Value, recordedFor) ? key : parameter.Value);
            parameters.Add(copy);
        }
    }

    private static async Task ReadAll(DbDataReader reader, List<List<string?[]>> tables, CancellationToken ct)
    {
        do
        {
            var rows = new List<string?[]>();
            while (await reader.ReadAsync(ct))
            {
                var row = new string?[reader.FieldCount];
                for (var i = 0; i < row.Length; i++)
                    row[i] = await reader.IsDBNullAsync(i, ct) ? null : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture);
                rows.Add(row);
            }

            tables.Add(rows);
        }
        while (await reader.NextResultAsync(ct));
    }

    private static object Stored(BenchmarkEngine engine, Guid key) => engine == BenchmarkEngine.Postgres ? key : key.ToString().ToUpperInvariant();
}

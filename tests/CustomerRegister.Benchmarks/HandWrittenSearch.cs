using System.Data.Common;
using CustomerRegister.Customers;

namespace CustomerRegister.Benchmarks;

/// <summary>The same search as one would write it by hand for this database alone, with nothing around it: one connection, no page.</summary>
internal sealed class HandWrittenSearch(BenchmarkEngine engine, DbConnection connection) : IAsyncDisposable
{
    private const string Log = "\"BareLog\"";

    private const string Found = """
        select p."Id", p."Number", p."FirstName", p."LastName", p."RelationshipEnd",
            (select a."Address_City" from "CustomerAddresses" a where a."CustomerId" = p."Id" order by case when a."Kind" = 'Postal' then 0 else 1 end limit 1)
        from "Customers" p
        """;

    private bool hasLog;

    // Beyond these the few others are many, and have to be sorted with the rest.
    private const long Few = 1000;

    private readonly DbCommand counts = Command(connection, PostgresCounts);
    private readonly DbCommand fragment = Command(connection, engine == BenchmarkEngine.Postgres ? PostgresFragment : SqliteFragment);
    private readonly DbCommand broad = Command(connection, PostgresBroad);
    private readonly DbCommand email = Command(connection, $"""{Found} where lower(p."Email") = @word""");
    private readonly DbCommand entry = Command(connection, $"""insert into {Log} values (1)""");
    private readonly DbCommand number = Command(connection, $"""{Found} where p."Number" = @number""");

    private const string PostgresCounts = """
        select (select count(*) from (select 1 from "Customers" where "SearchText" like @like and ("SortName" < @word or "SortName" >= @end) limit 1001) o),
            (select count(*) from (select 1 from "Customers" where "SortName" >= @word and "SortName" < @end limit 1001) n)
        """;

    private static string PostgresBroad => $"""
        {Found} where p."Number" in (
            select "Number" from (select "SortName", "Number" from "Customers" where "SearchText" like @like or ("SortName" >= @word and "SortName" < @end) offset 0) m
            order by "SortName", "Number" limit 26)
        order by p."SortName", p."Number" limit 26
        """;

    // By the beginning of the name in its index's order, beside the few whom the word touches otherwise, which the trigram index finds.
    private static string PostgresFragment => $"""
        {Found} where p."Number" in (
            (select "Number" from "Customers" where "SortName" >= @word and "SortName" < @end order by "SortName", "Number" limit 26)
            union all
            (select "Number" from (select "SortName", "Number" from "Customers" where "SearchText" like @like and ("SortName" < @word or "SortName" >= @end) limit 1001) o order by "SortName", "Number" limit 26))
        order by p."SortName", p."Number" limit 26
        """;

    // The full text index as its manual shows it, for the whole word.
    private static string SqliteFragment => $"""
        {Found} where p."Number" in (
            select rowid from "CustomerSearch" where "CustomerSearch" match @match
            union
            select "Number" from "Customers" where "SortName" >= @word and "SortName" < @end)
        order by p."SortName", p."Number" limit 26;
        """;

    public async Task Fragment(string word, CancellationToken ct)
    {
        (string, object)[] values = [("word", word), ("end", word + "\U0010FFFF"), engine == BenchmarkEngine.Postgres ? ("like", $"%{word}%") : ("match", $"\"{word}\"")];
        var isBroad = engine == BenchmarkEngine.Postgres && await Read(counts, ct, values) is > Few;
        await Read(isBroad ? broad : fragment, ct, values);
    }

    public Task Email(string address, CancellationToken ct) => Read(email, ct, ("word", EmailAddress.Parse(address).Key));

    /// <summary>With the least that a durable log asks for: one more row, forced to the disk before anything is shown.</summary>
    public async Task EmailLogged(string address, CancellationToken ct)
    {
        if (!hasLog)
        {
            await using var make = Command(connection, $"create table if not exists {Log} (n int)");
            await make.ExecuteNonQueryAsync(ct);
            hasLog = true;
        }

        await entry.ExecuteNonQueryAsync(ct);
        await Email(address, ct);
    }

    public Task Number(long value, CancellationToken ct) => Read(number, ct, ("number", value));

    public async ValueTask DisposeAsync()
    {
        foreach (var command in (DbCommand[])[counts, fragment, broad, email, entry, number])
            await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    /// <returns>The first value, if it is a count.</returns>
    private static async Task<long?> Read(DbCommand command, CancellationToken ct, params (string Name, object Value)[] values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        long? first = null;
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync(ct))
        {
            reader.GetValues(row);
            first ??= row[0] as long?;
        }

        return first;
    }
}

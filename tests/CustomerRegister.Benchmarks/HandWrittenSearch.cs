using System.Data.Common;
using CustomerRegister.Customers;

namespace CustomerRegister.Benchmarks;

/// <summary>The same search as one would write it by hand for this database alone, with nothing around it: one command, one connection, prepared.</summary>
internal sealed class HandWrittenSearch(BenchmarkEngine engine, DbConnection connection) : IAsyncDisposable
{
    private const string Found = """
        select p."Id", p."Number", p."FirstName", p."LastName", p."RelationshipEnd",
            (select a."Address_City" from "CustomerAddresses" a where a."CustomerId" = p."Id" order by case when a."Kind" = 'Postal' then 0 else 1 end limit 1)
        from "Customers" p
        """;

    private readonly DbCommand fragment = Command(connection, engine == BenchmarkEngine.Postgres ? PostgresFragment : SqliteFragment);
    private readonly DbCommand email = Command(connection, $"""{Found} where lower(p."Email") = @word""");
    private readonly DbCommand number = Command(connection, $"""{Found} where p."Number" = @number""");

    // By the beginning of the name in its index's order, beside the few whom the word touches otherwise, which the trigram index finds; and how many, to a limit.
    private static string PostgresFragment => $"""
        {Found} where p."Number" in (
            (select "Number" from "Customers" where "SortName" >= @word and "SortName" < @end order by "SortName", "Number" limit 26)
            union all
            (select "Number" from (select "SortName", "Number" from "Customers" where "SearchText" like @like and ("SortName" < @word or "SortName" >= @end) limit 1001) o order by "SortName", "Number" limit 26))
        order by p."SortName", p."Number" limit 26;
        select count(*) from (select 1 from "Customers" where "SortName" >= @word and "SortName" < @end limit 1001) n;
        select count(*) from (select 1 from "Customers" where "SearchText" like @like and ("SortName" < @word or "SortName" >= @end) limit 1001) n;
        """;

    // The full text index as its manual shows it, for the whole word.
    private static string SqliteFragment => $"""
        {Found} where p."Number" in (
            select rowid from "CustomerSearch" where "CustomerSearch" match @match
            union
            select "Number" from "Customers" where "SortName" >= @word and "SortName" < @end)
        order by p."SortName", p."Number" limit 26;
        """;

    public Task Fragment(string word, CancellationToken ct) => Read(fragment, ct,
        ("word", word), ("end", word + "\U0010FFFF"), engine == BenchmarkEngine.Postgres ? ("like", $"%{word}%") : ("match", $"\"{word}\""));

    public Task Email(string address, CancellationToken ct) => Read(email, ct, ("word", EmailAddress.Parse(address).Key));

    public Task Number(long value, CancellationToken ct) => Read(number, ct, ("number", value));

    public async ValueTask DisposeAsync()
    {
        foreach (var command in (DbCommand[])[fragment, email, number])
            await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private static async Task Read(DbCommand command, CancellationToken ct, params (string Name, object Value)[] values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        do
        {
            var row = new object[reader.FieldCount];
            while (await reader.ReadAsync(ct))
                reader.GetValues(row);
        }
        while (await reader.NextResultAsync(ct));
    }
}

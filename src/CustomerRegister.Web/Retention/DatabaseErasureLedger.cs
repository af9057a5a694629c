using System.Data.Common;
using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Retention;

namespace CustomerRegister.Web.Retention;

/// <summary>The erasure ledger as a table of a second database, for a register that several machines serve. It is backed up and restored apart from the register, or not at all.</summary>
public sealed class DatabaseErasureLedger(DbProviderFactory factory, string connectionString) : IErasureLedger
{
    private const int RowsAtOnce = 200, MostAttempts = 5;

    private const string Table = """
        create table if not exists "ErasureLedger" ("Entry" text not null, "Kind" text not null, "At" text not null, "Detail" text not null, "Scope" integer not null);
        create index if not exists "IX_ErasureLedger_Entry" on "ErasureLedger" ("Entry");
        """;

    private volatile bool isMade;

    public Task Begin(IReadOnlyCollection<LedgerRecord> records, CancellationToken ct) => Write(records.SelectMany(r => r.People
        .Select(p => new Row(r.Entry.Id, "person", r.Entry.At, p.Id.Value.ToString("N"), p.Scope))
        .Prepend(new Row(r.Entry.Id, "begin", r.Entry.At, $"{r.Entry.Cause} {r.Entry.Subject:N}", r.People.Count))), ct);

    public Task Complete(IReadOnlyCollection<Guid> entries, CancellationToken ct) => Write(entries.Select(entry => Note(entry, "done")), ct);

    public Task Void(Guid entry, CancellationToken ct) => Write([Note(entry, "void")], ct);

    public async Task<IReadOnlyList<LedgerEntry>> Entries(CancellationToken ct)
    {
        var entries = new Dictionary<Guid, LedgerEntry>();
        foreach (var row in await Rows("""where "Kind" <> 'person' order by "At" """, null, ct))
        {
            if (row.Kind == "begin")
            {
                var parts = row.Detail.Split(' ');
                entries[row.Entry] = new(row.Entry, row.At, Enum.Parse<SuppressionCause>(parts[0]), Guid.Parse(parts[1]), false);
            }
        }

        foreach (var row in await Rows("""where "Kind" in ('done', 'void')""", null, ct))
        {
            if (row.Kind == "void")
                entries.Remove(row.Entry);
            else if (entries.TryGetValue(row.Entry, out var entry))
                entries[row.Entry] = entry with { IsComplete = true };
        }

        return [.. entries.Values];
    }

    public async Task<IReadOnlyList<LedgerPerson>> PeopleOf(Guid entry, CancellationToken ct) =>
        [.. (await Rows("""where "Entry" = @entry and "Kind" = 'person'""", entry, ct)).Select(r => new LedgerPerson(new CustomerId(Guid.Parse(r.Detail)), r.Scope))];

    private static Row Note(Guid entry, string kind) => new(entry, kind, DateTime.UnixEpoch, "", 0);

    private async Task Write(IEnumerable<Row> rows, CancellationToken ct)
    {
        await using var connection = await Open(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var some in rows.Chunk(RowsAtOnce))
            await Insert(connection, transaction, some, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<DbConnection> Open(CancellationToken ct)
    {
        var connection = factory.CreateConnection()!;
        connection.ConnectionString = connectionString;
        await connection.OpenAsync(ct);
        for (var attempt = 1; !isMade; attempt++)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Table;
            try
            {
                await command.ExecuteNonQueryAsync(ct);
                isMade = true;
            }
            catch (DbException) when (attempt < MostAttempts)
            {
                // Two who make the table at the same moment: one of them is told that it is there.
                await Task.Delay(50, ct);
            }
        }

        return connection;
    }

    private static async Task Insert(DbConnection connection, DbTransaction transaction, IReadOnlyList<Row> rows, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """insert into "ErasureLedger" ("Entry", "Kind", "At", "Detail", "Scope") values """
            + string.Join(", ", rows.Select((_, i) => $"(@e{i}, @k{i}, @a{i}, @d{i}, @s{i})"));
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            Parameter(command, $"@e{i}", row.Entry.ToString("N"));
            Parameter(command, $"@k{i}", row.Kind);
            Parameter(command, $"@a{i}", row.At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
            Parameter(command, $"@d{i}", row.Detail);
            Parameter(command, $"@s{i}", row.Scope);
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<Row>> Rows(string where, Guid? entry, CancellationToken ct)
    {
        await using var connection = await Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""select "Entry", "Kind", "At", "Detail", "Scope" from "ErasureLedger" {where}""";
        if (entry is { } id)
            Parameter(command, "@entry", id.ToString("N"));
        var rows = new List<Row>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(Guid.Parse(reader.GetString(0)), reader.GetString(1), DateTime.Parse(reader.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
                reader.GetString(3), reader.GetInt32(4)));
        }

        return rows;
    }

    private static void Parameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private sealed record Row(Guid Entry, string Kind, DateTime At, string Detail, int Scope);
}

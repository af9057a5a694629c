using System.Data;
using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustomerRegister.Data;

/// <summary>The register on the embedded database.</summary>
public sealed class SqliteRegisterContext : RegisterContext
{
    // Of a hundred customers overwriting one costs about as much as writing all of them anew.
    private const int FewestTogether = 20, OneOf = 100;

    // How the search index forgets, as it stands in its configuration. In place: each text is overwritten where it stands. Marked: texts were marked as deleted, and what is
    // deleted since is overwritten in place. Rewriting: the marked texts are on their way out.
    private const int Marks = 0, InPlace = 1, Marked = 2, Rewriting = 3;

    // Pages of the index that are written anew at once: a fifth of a second.
    private const int PagesAtOnce = 500;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(110);

    // The search index writes what it gathered when a savepoint is released. If the disk is full then, the whole transaction is undone, and EF Core,
    // which takes such a release for unimportant, would go on outside any transaction. Without savepoints the statement itself, or the commit, fails.
    public SqliteRegisterContext(DbContextOptions<SqliteRegisterContext> options)
        : base(options) => Database.AutoSavepointsEnabled = false;

    public override IQueryable<Customer> CustomersMatching(IReadOnlyList<string> terms)
    {
        if (terms.Count == 0)
            return Customers;
        var found = Numbers(terms);
        for (var i = 0; i < terms.Count; i++)
        {
            // By the beginning of the name, and by the other terms in the text: the ordered index holds both columns, so this reads no row.
            var named = Customers.WithNameFrom(terms[i]).Select(c => c.Number);
            found = found.Union(terms.Count == 1 ? named : named.Intersect(Numbers([.. terms.Where((_, other) => other != i)])));
        }

        return Customers.Where(c => found.Contains(c.Number));
    }

    public override IQueryable<Customer> CustomersHolding(string term)
    {
        var found = Numbers([term]);
        return Customers.Where(c => found.Contains(c.Number));
    }

    // The trigram index counts its own list, reading no text.
    internal override async Task<int?> CountHolding(string term, CancellationToken ct) => CustomerTerms.InText(term).Length < 3 ? null : await Numbers([term]).CountAsync(ct);

    // A limited part of the list would be read whole and sorted again. Up to where it reaches is seen in the index alone; it takes in all who share that name.
    internal override IQueryable<Customer> FirstInOrder(CustomerOrder order, CustomerCursor? from, int count)
    {
        var (end, customers) = (Customers.From(order, from).Skip(count), Customers.AsQueryable());
        return (order, from) switch
        {
            (CustomerOrder.Newest, { Backwards: true }) => customers.Where(c => c.Number <= (end.Select(e => (long?)e.Number).FirstOrDefault() ?? long.MaxValue)),
            (CustomerOrder.Newest, _) => customers.Where(c => c.Number >= (end.Select(e => (long?)e.Number).FirstOrDefault() ?? 0)),
            (_, { Backwards: true }) => customers.Where(c => c.SortName.CompareTo(end.Select(e => e.SortName).FirstOrDefault() ?? "") >= 0),
            _ => customers.Where(c => c.SortName.CompareTo(end.Select(e => e.SortName).FirstOrDefault() ?? CustomerTerms.Last) <= 0),
        };
    }

    public override IQueryable<Organisation> OrganisationsNamed(IReadOnlyList<string> terms)
    {
        var (match, others) = ForTrigrams(terms);
        var found = match.Length == 0
            ? Organisations
            : Organisations.FromSql($"""select * from "Organisations" where "Number" in (select rowid from "OrganisationSearch" where "OrganisationSearch" match {match})""");
        return others.Aggregate(found, (rows, part) => rows.Where(o => o.SortName.Contains(part)));
    }

    // The trigram indexes know terms of three characters and more; what is shorter is looked for in the text itself.
    private static (string Match, IEnumerable<string> Others) ForTrigrams(IEnumerable<string> parts)
    {
        var known = parts.ToLookup(part => part.Length >= 3);
        return (string.Join(" AND ", known[true].Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")), known[false]);
    }

    private IQueryable<long> Numbers(IReadOnlyList<string> terms)
    {
        var (match, others) = ForTrigrams(terms.Select(CustomerTerms.InText));
        if (!others.Any())
            return Database.SqlQuery<long>($"""select rowid as "Value" from "CustomerSearch" where "CustomerSearch" match {match}""");
        var found = match.Length == 0
            ? Customers
            : Customers.FromSql($"""select * from "Customers" where "Number" in (select rowid from "CustomerSearch" where "CustomerSearch" match {match})""");
        return others.Aggregate(found, (rows, part) => rows.Where(c => c.SearchText.Contains(part))).Select(c => c.Number);
    }

    internal override TimeSpan? LongestHold => TimeSpan.FromMilliseconds(400);

    // Who waits looks again ever more rarely, at last every tenth of a second, and would find the next transaction under way each time.
    public override Task LetOthersWrite(TimeSpan held, CancellationToken ct) => Task.Delay(held / 4 < LongestWait ? held / 4 : LongestWait, ct);

    internal override string FirstOfMonth(string column) => $"date({column}, 'start of month')";

    internal override (string Condition, object Value) IsAmong(string column, string parameter, long[] numbers) =>
        ($"{column} in (select value from json_each({parameter}))", JsonSerializer.Serialize(numbers));

    internal override (string Condition, object Value) IsAmong(string parameter, Guid[] keys) =>
        ($"in (select value from json_each({parameter}))", JsonSerializer.Serialize(keys.Select(Stored)));

    internal override async Task ChangeKeys(IReadOnlyDictionary<OrderId, OrderId> orders, CancellationToken ct)
    {
        var keys = JsonSerializer.Serialize(orders.ToDictionary(o => Stored(o.Key.Value), o => Stored(o.Value.Value)));
        // Until the transaction's end, where it ends by itself: between the two statements the lines lead to nothing.
        await Database.ExecuteSqlAsync($"pragma defer_foreign_keys = on", ct);
        await Database.ExecuteSqlAsync($"""update "OrderLines" set "OrderId" = k.value from json_each({keys}) k where "OrderLines"."OrderId" = k.key""", ct);
        await Database.ExecuteSqlAsync($"""update "Orders" set "Id" = k.value from json_each({keys}) k where "Orders"."Id" = k.key""", ct);
    }

    // The letters of each text are overwritten where they stand among everybody's. Of many people they are marked first, and then the index is written anew without them, a little in each
    // transaction: what it was written in before is overwritten as all free pages are.
    internal override async Task Forget(int people, Func<Task> work, CancellationToken ct)
    {
        if (people < FewestTogether || (await HowItForgets(ct) == InPlace && people < await Customers.CountAsync(ct) / OneOf))
        {
            await work();
            return;
        }

        await LetForget(Marks, ct);
        await work();
        await LetForget(Marked, ct);
    }

    internal override async Task<bool> ForgetFurther(CancellationToken ct)
    {
        if (await HowItForgets(ct) == InPlace)
            return false;
        await using var transaction = await Database.BeginTransactionAsync(ct);
        var before = await Changes();
        // A negative number begins anew with all that is there; see "merge" in the manual of FTS5.
        var pages = await HowItForgets(ct) == Marked ? -PagesAtOnce : PagesAtOnce;
        await Database.ExecuteSqlAsync($"""insert into "CustomerSearch"("CustomerSearch", rank) values ('merge', {pages})""", ct);
        // The command itself counts as one.
        var isDone = await Changes() - before < 2;
        await LetForget(isDone ? InPlace : Rewriting, ct);
        await transaction.CommitAsync(ct);
        return !isDone;

        Task<long> Changes() => Database.SqlQuery<long>($"""select total_changes() as "Value" """).SingleAsync(ct);
    }

    private Task<int> HowItForgets(CancellationToken ct) => Database.SqlQuery<int>($"""select v as "Value" from "CustomerSearch_config" where k = 'secure-delete'""").SingleAsync(ct);

    private async Task LetForget(int how, CancellationToken ct) => await Database.ExecuteSqlAsync($"""insert into "CustomerSearch"("CustomerSearch", rank) values ('secure-delete', {how})""", ct);

    // Uncommitted means deferred here: it takes no lock before it writes, and reads what was committed when its first query ran.
    public override Task<IDbContextTransaction> BeginSnapshot(CancellationToken ct) => Database.BeginTransactionAsync(IsolationLevel.ReadUncommitted, ct);

    private static string Stored(Guid key) => key.ToString().ToUpperInvariant();

    public override async Task<bool> EmptyWriteAheadLog(CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        try
        {
            // Whoever waits for a reader keeps all writers waiting meanwhile; opened anew, the connection has its usual patience again.
            await Database.ExecuteSqlAsync($"pragma busy_timeout = 0", ct);
            await using var command = Database.GetDbConnection().CreateCommand();
            command.CommandText = "pragma wal_checkpoint(truncate)";
            // Whether it was busy, the frames in the log, and the frames written back.
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) && reader.GetInt64(0) == 0;
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    public override BulkWriter Bulk() => new SqliteBulkWriter(this);

    // One writer at a time: the transaction has the whole database.
    public override Task HoldCustomers(IReadOnlyCollection<CustomerId> customers, CancellationToken ct) => Task.CompletedTask;
}

internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRegisterContext>
{
    public SqliteRegisterContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite("Data Source=:memory:").Options);
}

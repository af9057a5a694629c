using System.Data;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustomerRegister.Data;

/// <summary>The register in production.</summary>
public sealed class PostgresRegisterContext(DbContextOptions<PostgresRegisterContext> options) : RegisterContext(options)
{
    // The trigram index serves the same words with which the text itself is read.
    public override IQueryable<Customer> CustomersMatching(IReadOnlyList<string> terms) => Customers.WithTerms(terms);

    public override IQueryable<Customer> CustomersHolding(string term) => Customers.WithText(term);

    internal override IQueryable<Customer> FirstInOrder(CustomerOrder order, CustomerCursor? from, int count) => Customers.From(order, from).Take(count);

    public override IQueryable<Organisation> OrganisationsNamed(IReadOnlyList<string> terms) =>
        terms.Aggregate(Organisations.AsQueryable(), (found, term) => found.Where(o => o.SortName.Contains(term)));

    // Who waits is woken.
    public override Task LetOthersWrite(TimeSpan held, CancellationToken ct) => Task.CompletedTask;

    internal override string FirstOfMonth(string column) => $"date_trunc('month', {column})::date";

    internal override (string Condition, object Value) IsAmong(string column, string parameter, long[] numbers) => ($"{column} = any({parameter})", numbers);

    internal override (string Condition, object Value) IsAmong(string parameter, Guid[] keys) => ($"= any({parameter})", keys);

    // One statement, at whose end the references are looked at.
    internal override Task ChangeKeys(IReadOnlyDictionary<OrderId, OrderId> orders, CancellationToken ct)
    {
        Guid[] old = [.. orders.Keys.Select(k => k.Value)], taken = [.. orders.Values.Select(k => k.Value)];
        return Database.ExecuteSqlAsync($"""
            with keys as materialized (select old, taken from unnest({old}, {taken}) as k(old, taken)),
                lines as (update "OrderLines" l set "OrderId" = k.taken from keys k where l."OrderId" = k.old)
            update "Orders" o set "Id" = k.taken from keys k where o."Id" = k.old
            """, ct);
    }

    public override Task<IDbContextTransaction> BeginSnapshot(CancellationToken ct) => Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

    public override BulkWriter Bulk() => new PostgresBulkWriter(this);

    // A row that refers to a customer needs a lock on that customer's row, which this one shuts out. Always in the same order: two who wait for each other would never end.
    public override Task HoldCustomers(IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        Guid[] keys = [.. customers.Select(c => c.Value)];
        return Database.ExecuteSqlAsync($"""select 1 from "Customers" where "Id" = any({keys}) order by "Id" for update""", ct);
    }
}

internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresRegisterContext>
{
    public PostgresRegisterContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresRegisterContext>().UseNpgsql("Host=localhost").Options);
}

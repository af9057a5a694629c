using CustomerRegister.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CustomerRegister.Data;

/// <summary>The register in production.</summary>
public sealed class PostgresRegisterContext(DbContextOptions<PostgresRegisterContext> options) : RegisterContext(options)
{
    public override IQueryable<Customer> CustomersMatching(IReadOnlyList<string> terms) =>
        terms.Aggregate(Customers.AsQueryable(), (found, term) => found.Where(c => EF.Functions.Like(c.SearchText, "%" + EscapeLike(term) + "%", "\\")));

    // A row that refers to a customer needs a lock on that customer's row, which this one shuts out. Always in the same order: two who wait for each other would never end.
    public override Task HoldCustomers(IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        Guid[] keys = [.. customers.Select(c => c.Value)];
        return Database.ExecuteSqlAsync($"""select 1 from "Customers" where "Id" = any({keys}) order by "Id" for update""", ct);
    }

    private static string EscapeLike(string term) =>
        term.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}

internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresRegisterContext>
{
    public PostgresRegisterContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresRegisterContext>().UseNpgsql("Host=localhost").Options);
}

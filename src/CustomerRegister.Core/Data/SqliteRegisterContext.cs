using CustomerRegister.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CustomerRegister.Data;

/// <summary>The register on the embedded database.</summary>
public sealed class SqliteRegisterContext(DbContextOptions<SqliteRegisterContext> options) : RegisterContext(options)
{
    // The trigram index knows terms of three characters and more; shorter ones are looked for in the text itself.
    public override IQueryable<Customer> CustomersMatching(IReadOnlyList<string> terms)
    {
        var match = string.Join(" AND ", terms.Where(t => t.Length >= 3).Select(t => $"\"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        var found = match.Length == 0
            ? Customers
            : Customers.FromSql($"""select * from "Customers" where "Number" in (select rowid from "CustomerSearch" where "CustomerSearch" match {match})""");
        foreach (var term in terms.Where(t => t.Length < 3))
            found = found.Where(c => c.SearchText.Contains(term));
        return found;
    }

    // One writer at a time: the transaction has the whole database.
    public override Task HoldCustomers(IReadOnlyCollection<CustomerId> customers, CancellationToken ct) => Task.CompletedTask;
}

internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRegisterContext>
{
    public SqliteRegisterContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite("Data Source=:memory:").Options);
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <param name="Number">The number that the customer had who was merged away.</param>
/// <param name="CustomerId">The customer who was kept.</param>
internal sealed record FormerKey(string Key, long Number, CustomerId CustomerId, DateOnly RelationshipStart);

/// <summary>Keys of customers who have been merged into others: the log stays under them, and a file that names an old import key means the customer who was kept, and brings nobody back.</summary>
internal static class FormerKeys
{
    private const string QueryName = "CustomerRegister:FormerKeys";

    /// <summary>All keys under which a customer is in the log: the customer's own, and those of whoever was merged into them.</summary>
    public static async Task<IReadOnlyList<CustomerId>> And(RegisterContext db, CustomerId customer, CancellationToken ct) =>
        [customer, .. await db.Compiled(QueryName, Query)(db, customer).ToListAsync(ct)];

    public static Task<List<FormerKey>> Among(RegisterContext db, IReadOnlyCollection<string> keys, CancellationToken ct) =>
        db.FormerCustomers.Where(f => keys.Contains(f.SourceKey!))
            .Join(db.Customers, f => f.CustomerId, c => c.Id, (f, c) => new FormerKey(f.SourceKey!, f.Number, c.Id, c.RelationshipStart)).ToListAsync(ct);

    private static Func<RegisterContext, CustomerId, IAsyncEnumerable<CustomerId>> Query() => EF.CompileAsyncQuery((RegisterContext db, CustomerId customer) =>
        db.FormerCustomers.Where(f => f.CustomerId == customer).Select(f => f.FormerId).TagWith(PlannedOnce.Mark));
}

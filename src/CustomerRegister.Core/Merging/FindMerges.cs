using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>A merge that can perhaps still be undone.</summary>
/// <param name="GoneNumber">The number of the customer who was merged into this one.</param>
public sealed record MergeRow(CustomerMergeId Id, long GoneNumber, DateTime MergedAt, DateOnly UndoableUntil);

/// <summary>What is known of the merges of customers. Keys and numbers only; whoever shows them logs the view.</summary>
public sealed class FindMerges(RegisterContext db, TimeProvider clock)
{
    /// <summary>The merges into a customer that are not too old to be undone, newest first.</summary>
    public async Task<IReadOnlyList<MergeRow>> Into(CustomerId customer, CancellationToken ct)
    {
        var today = clock.Today();
        return await db.CustomerMerges.Where(m => m.CustomerId == customer && m.UndoableUntil > today)
            .OrderByDescending(m => m.MergedAt).Take(10)
            .Select(m => new MergeRow(m.Id, m.GoneNumber, m.MergedAt, m.UndoableUntil)).WithKeptPlan().ToListAsync(ct);
    }

    /// <returns>The customer into whom the one of this key was merged; null when nobody had it.</returns>
    public async Task<CustomerId?> Successor(CustomerId former, CancellationToken ct) =>
        await db.FormerCustomers.Where(f => f.FormerId == former).Select(f => (CustomerId?)f.CustomerId).SingleOrDefaultAsync(ct);
}

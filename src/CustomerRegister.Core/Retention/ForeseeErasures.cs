using System.Runtime.CompilerServices;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>Who is due as of a day, and what would happen to each, in the order of the customers' keys. Writes nothing.</summary>
public sealed class ForeseeErasures(RegisterContext db, ReadErasureFacts readFacts, RetentionRules rules, RetentionBatch batch)
{
    // Whoever only looks holds nobody up, and each round asks every question anew.
    private const int LookedAt = 10_000;

    public Task<bool> IsAnybodyDue(DateOnly asOf, CancellationToken ct) => Due(asOf).AnyAsync(ct);

    /// <summary>The plans of the next people, at most a batch of them; the first people's where <paramref name="after"/> is null.</summary>
    public Task<IReadOnlyList<ErasurePlan>> Next(DateOnly asOf, CustomerId? after, CancellationToken ct) => Next(asOf, after, batch.Size, ct);

    private async Task<IReadOnlyList<ErasurePlan>> Next(DateOnly asOf, CustomerId? after, int count, CancellationToken ct)
    {
        var due = Due(asOf);
        if (after is { } last)
            due = due.Where(c => c.Id.CompareTo(last) > 0);
        var people = await due.OrderBy(c => c.Id).Select(c => c.Id).Take(count).ToListAsync(ct);
        if (people.Count == 0)
            return [];
        var facts = await readFacts.Run(people, ct);
        return [.. people.Select(person => ErasurePlan.Of(facts[person], asOf, rules))];
    }

    /// <summary>The plans of all who are due, some thousands at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ErasurePlan>> All(DateOnly asOf, [EnumeratorCancellation] CancellationToken ct)
    {
        CustomerId? after = null;
        while (await Next(asOf, after, LookedAt, ct) is { Count: > 0 } plans)
        {
            yield return plans;
            after = plans[^1].CustomerId;
        }
    }

    private IQueryable<Customer> Due(DateOnly asOf)
    {
        var latest = rules.DueIfEndedBy(asOf);
        return db.Customers.AsNoTracking().Where(c => c.RelationshipEnd <= latest);
    }
}

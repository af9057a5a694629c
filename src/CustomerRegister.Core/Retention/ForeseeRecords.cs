using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>A person some of whose records are old by a rule, and what keeps them; nothing where they go.</summary>
public sealed record OldRecordsOf(CustomerId CustomerId, IReadOnlyList<Ground> Grounds);

/// <summary>Whose records are old by a rule as of a day, in the order of the customers' keys: what <see cref="ForeseeErasures"/> is for the customer data. Writes nothing.</summary>
public sealed class ForeseeRecords(RegisterContext db, ReadErasureFacts readFacts, RetentionRules rules, OldRecords old, RetentionBatch batch)
{
    /// <summary>The next people, at most a batch of them; the first where <paramref name="after"/> is null.</summary>
    public async Task<IReadOnlyList<OldRecordsOf>> Next(RetentionRule rule, DateOnly asOf, CustomerId? after, CancellationToken ct)
    {
        var owners = old.Owners(rule, asOf);
        var due = db.Customers.AsNoTracking().Where(c => owners.Contains(c.Id));
        if (after is { } last)
            due = due.Where(c => c.Id.CompareTo(last) > 0);
        var people = await due.OrderBy(c => c.Id).Select(c => c.Id).Take(batch.Size).ToListAsync(ct);
        return await Of(rule, people, asOf, ct);
    }

    /// <summary>What keeps the records of these people on a day.</summary>
    public async Task<IReadOnlyList<OldRecordsOf>> Of(RetentionRule rule, IReadOnlyCollection<CustomerId> people, DateOnly today, CancellationToken ct)
    {
        if (people.Count == 0)
            return [];
        var facts = await readFacts.Run(people, ct);
        return [.. people.Select(person => new OldRecordsOf(person, ErasurePlan.KeepingAllOf(OldRecords.CategoryOf(rule), facts[person], today, rules)))];
    }
}

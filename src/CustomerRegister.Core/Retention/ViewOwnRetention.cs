using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>The answer to a customer's question why there is still data about them.</summary>
/// <param name="AtEnd">When each category is due, and what keeps it longer.</param>
/// <param name="Today">What would go and what would stay if they asked for erasure today.</param>
/// <param name="IsOverdue">Whether the data would have gone already, had nothing kept it: it goes with the next run.</param>
public sealed record OwnRetention(CustomerRetention AtEnd, ErasurePlan Today, bool IsOverdue);

/// <summary>Reads when a customer's data goes and every ground that keeps it. Who shows it logs the reading with the rest that is shown.</summary>
public sealed class ViewOwnRetention(RegisterContext db, ReadErasureFacts readFacts, RetentionRules rules, TimeProvider clock)
{
    /// <returns>Null when the customer is no longer in the register.</returns>
    public async Task<OwnRetention?> Run(CustomerId customer, CancellationToken ct)
    {
        var found = await db.Customers.Where(c => c.Id == customer).Select(c => new { c.RelationshipEnd }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var facts = (await readFacts.Run([customer], ct))[customer];
        var erasures = await db.RequestedErasures.Where(e => e.CustomerId == customer && (e.State == RequestedErasureState.Waiting || e.State == RequestedErasureState.PartlyDone))
            .Join(db.Requests, e => e.RequestId, r => r.Id, (e, r) => new ErasureAhead(r.Id, r.Number, e.DueAt, e.State == RequestedErasureState.PartlyDone)).ToListAsync(ct);
        var today = clock.Today();
        return new(CustomerRetention.Of(facts, erasures, found.RelationshipEnd, today, rules), ErasurePlan.Of(facts, today, rules), rules.IsDue(found.RelationshipEnd, today));
    }
}

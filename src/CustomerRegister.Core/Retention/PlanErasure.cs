using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// What would go and what would stay if a person's erasure were carried out today: the same plan for the customer and for staff (N19). Who shows it to
/// somebody logs the reading with the rest that is shown.
/// </summary>
public sealed class PlanErasure(RegisterContext db, ReadErasureFacts readFacts, RetentionRules rules, TimeProvider clock)
{
    /// <param name="granted">The request that would be granted: it is a ground no longer then. Null where none is made yet.</param>
    /// <returns>Null when the person is not in the register.</returns>
    public async Task<ErasurePlan?> Run(CustomerId customer, RequestId? granted, CancellationToken ct)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == customer, ct))
            return null;
        var facts = (await readFacts.Run([customer], ct))[customer];
        if (granted is { } id)
        {
            var number = await db.Requests.Where(r => r.Id == id).Select(r => r.Number).SingleAsync(ct);
            facts = facts with { OpenRequests = [.. facts.OpenRequests.Where(n => n != number)], ErasureRequest = number };
        }

        return ErasurePlan.Of(facts, clock.Today(), rules);
    }
}

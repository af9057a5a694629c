using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

public enum TakeBackDisclosureRefusal
{
    NotFound,
}

/// <summary>Takes back what was recorded by mistake: a recipient that never got a person's data must not be told of that person.</summary>
public sealed class TakeBackDisclosure(RegisterContext db, TimeProvider clock)
{
    /// <param name="id">One of those that were recorded together; all of them go.</param>
    public async Task<Outcome<int, TakeBackDisclosureRefusal>> Run(CustomerId customer, DisclosureId id, Actor actor, CancellationToken ct)
    {
        if (await db.Disclosures.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.CustomerId == customer, ct) is not { } one)
            return TakeBackDisclosureRefusal.NotFound;
        var together = await db.Disclosures
            .Where(d => d.CustomerId == customer && d.RecipientId == one.RecipientId && d.DisclosedOn == one.DisclosedOn && d.Ground == one.Ground && d.Reference == one.Reference).ToListAsync(ct);
        db.RemoveRange(together);
        db.Add(AuditEntry.Of(actor, AuditAction.DisclosureTakenBack, clock, customer, one.RecipientId.Value, together.Select(d => d.Category.ToString())));
        await db.SaveChangesAsync(ct);
        return together.Count;
    }
}

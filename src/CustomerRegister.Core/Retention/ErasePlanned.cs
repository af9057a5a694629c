using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Erases what the plans of people say: the one way that retention runs and requests share. Runs in the caller's transaction, which holds the people;
/// whoever is no longer in the register is not among the plans.
/// </summary>
public sealed class ErasePlanned(RegisterContext db, TimeProvider clock, ErasePeople erase, RememberForgotten remember)
{
    /// <param name="plans">Of people who are in the register.</param>
    /// <param name="scopeOf">The condition for those of the people whose plan erases exactly these bits of <see cref="DataCategory"/>.</param>
    /// <param name="cause">Why they go.</param>
    /// <param name="subject">The run or the request that it is done for.</param>
    public async Task Run(IReadOnlyCollection<ErasurePlan> plans, Func<int, PersonScope> scopeOf, SuppressionCause cause, Guid subject, Actor actor, CancellationToken ct)
    {
        // So that no import brings them back unnoticed.
        await remember.Run([.. plans.Where(p => p.LeavesNobody).Select(p => p.CustomerId)], cause, ct);
        // The erasing statements may find the people by what the caller has noted.
        await db.SaveChangesAsync(ct);
        var erasing = plans.Where(p => p.ErasedBits != 0).ToList();
        foreach (var bits in erasing.Select(p => p.ErasedBits).Distinct())
            await erase.Run(scopeOf(bits), ErasurePlan.CategoriesOf(bits).ToHashSet(), ct);

        await RefreshSearch([.. erasing.Where(p => !p.LeavesNobody).Select(p => p.CustomerId)], ct);
        foreach (var plan in erasing)
        {
            db.Add(AuditEntry.Of(actor, plan.ErasesEverything ? AuditAction.PersonErased : AuditAction.PersonReduced, clock,
                plan.CustomerId, subject, plan.Erased.Select(c => c.ToString())));
        }

        if (erasing.Count > 0)
            await db.SaveChangesAsync(ct);
    }

    /// <summary>What was erased of those who stay must not be found by the search box either.</summary>
    private async Task RefreshSearch(List<CustomerId> staying, CancellationToken ct)
    {
        if (staying.Count == 0)
            return;
        var customers = await db.Customers.Where(c => staying.Contains(c.Id))
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .AsSplitQuery().ToListAsync(ct);
        foreach (var customer in customers)
            customer.RefreshSearchText();
    }
}

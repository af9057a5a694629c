using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Prepares a run by itself when a run would erase something, and tells those who can approve it. Nobody who was weighed before
/// and is kept on the same grounds makes a new run every night.
/// </summary>
public sealed class PrepareNightlyRetentionRun(RegisterContext db, TimeProvider clock, RetentionRules rules, ForeseeErasures foresee, ForeseeRecords records, PrepareRetentionRun prepare)
{
    private static readonly Actor Job = Actor.System("nightly-retention", "retention");

    /// <returns>The run; null when there was no reason for one, or another is open.</returns>
    public async Task<RetentionRun?> Run(CancellationToken ct)
    {
        var today = clock.Today();
        if (!await WouldErase(today, ct) && !await WouldForget(today, ct))
            return null;
        return (await prepare.Run(new PrepareRetentionRunCommand(today), Job, ct)).Value;
    }

    private async Task<bool> WouldForget(DateOnly today, CancellationToken ct)
    {
        foreach (var rule in rules.NeedApproval.Where(r => r != RetentionRule.CustomerData))
        {
            CustomerId? after = null;
            while (await records.Next(rule, today, after, ct) is { Count: > 0 } people)
            {
                if (people.Any(p => p.Grounds.Count == 0))
                    return true;
                after = people[^1].CustomerId;
            }
        }

        return false;
    }

    private async Task<bool> WouldErase(DateOnly today, CancellationToken ct)
    {
        await foreach (var plans in foresee.All(today, ct))
        {
            var people = plans.Select(p => p.CustomerId).ToList();
            var done = (await db.RetentionRunPeople.AsNoTracking().Where(p => people.Contains(p.CustomerId) && p.Done != null)
                .Select(p => new { p.CustomerId, p.ErasedCategories }).ToListAsync(ct)).ToLookup(p => p.CustomerId, p => p.ErasedCategories);
            if (plans.Any(plan => plan.ErasesBeyond(done[plan.CustomerId].Aggregate(0, (all, bits) => all | bits))))
                return true;
        }

        return false;
    }
}

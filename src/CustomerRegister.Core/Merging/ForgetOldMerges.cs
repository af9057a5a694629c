using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>Forgets how customers were before they were merged, when the time for undoing it is over. The old keys and numbers stay known.</summary>
public sealed class ForgetOldMerges(RegisterContext db, TimeProvider clock)
{
    private const int BatchSize = 500;

    private static readonly Actor Job = Actor.System("nightly-merges", "customer-care");

    /// <returns>How many merges were forgotten.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = clock.Today();
        for (var forgotten = 0; ;)
        {
            db.ChangeTracker.Clear();
            var merges = await db.CustomerMerges.Where(m => m.UndoableUntil <= today).OrderBy(m => m.UndoableUntil).Take(BatchSize).ToListAsync(ct);
            if (merges.Count == 0)
                return forgotten;
            foreach (var merge in merges)
            {
                db.Remove(merge);
                db.Add(AuditEntry.Of(Job, AuditAction.MergeForgotten, clock, merge.CustomerId, merge.GoneId));
            }

            await db.SaveChangesAsync(ct);
            forgotten += merges.Count;
        }
    }
}

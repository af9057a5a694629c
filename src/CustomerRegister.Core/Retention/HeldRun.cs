using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>A run whose row nobody else can change until the transaction ends: two processes take turns, and neither repeats the other's work.</summary>
internal static class HeldRun
{
    /// <summary>Waits for whoever holds the run. Null when it is not, or no longer, in one of the states.</summary>
    public static async Task<RetentionRun?> HoldRun(this RegisterContext db, RetentionRunId id, CancellationToken ct, params IReadOnlyList<RetentionRunState> states)
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("A run is held for the length of a transaction.");
        // What was read before waiting is stale.
        db.ChangeTracker.Clear();
        // Writing the row locks it on either database; reading it would not.
        var held = await db.RetentionRuns.Where(r => r.Id == id && states.Contains(r.State))
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Version, r => r.Version + 1), ct);
        return held == 0 ? null : await db.RetentionRuns.SingleAsync(r => r.Id == id, ct);
    }
}

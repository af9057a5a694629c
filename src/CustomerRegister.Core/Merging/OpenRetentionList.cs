using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>Whether somebody waits to be erased or reduced by a retention run.</summary>
internal static class OpenRetentionList
{
    public static Task<bool> Names(RegisterContext db, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        db.RetentionRunPeople.AnyAsync(p => customers.Contains(p.CustomerId) && p.Done == null
            && db.RetentionRuns.Any(r => r.Id == p.RunId && r.State != RetentionRunState.Finished && r.State != RetentionRunState.Discarded), ct);
}

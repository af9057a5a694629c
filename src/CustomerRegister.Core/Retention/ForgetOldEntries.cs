using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Deletes the audit log's entries whose period is over, the oldest first, a batch in each transaction: killed anywhere, the next night goes on. Entries about people of whom nothing is
/// destroyed stay until that ends. The seals of what went are renewed, so that the log shows unbroken.
/// </summary>
public sealed class ForgetOldEntries(RegisterContext db, TimeProvider clock, RetentionRules rules, AuditKey key)
{
    /// <summary>How many entries a transaction looks at.</summary>
    public const int AtOnce = 10_000;

    private static readonly Actor Job = Actor.System("nightly-retention", "retention");

    /// <returns>How many entries went.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var before = HelsinkiTime.StartOf(rules.AuditLog.LatestStart(clock.Today()));
        var after = DateTime.UnixEpoch;
        var gone = 0;
        while (await LastOfNext(after, before, ct) is { } last)
        {
            gone += await Forget(after, last, ct);
            after = last;
        }

        return gone;
    }

    /// <summary>The moment up to which the next batch reaches; null when there is nothing left.</summary>
    private async Task<DateTime?> LastOfNext(DateTime after, DateTime before, CancellationToken ct) =>
        await db.AuditEntries.Where(e => e.At > after && e.At < before).OrderBy(e => e.At).Select(e => (DateTime?)e.At).Take(AtOnce).MaxAsync(ct);

    private async Task<int> Forget(DateTime after, DateTime last, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var kept = db.PeopleKeeping(DataCategory.AccessLog);
        var gone = await new RenewSeals(db, clock, key).Delete(db.AuditEntries.Where(e => e.At > after && e.At <= last && (e.CustomerId == null || !kept.Contains(e.CustomerId.Value))), ct);
        if (gone > 0)
        {
            db.Add(AuditEntry.Of(Job, AuditAction.OldRecordsForgotten, clock, fields: nameof(DataCategory.AccessLog)));
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return gone;
    }
}

using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <param name="Seals">How many there are.</param>
/// <param name="Last">The newest seal; null before the first.</param>
/// <param name="Waiting">How many entries have no seal yet.</param>
/// <param name="WaitingSince">The time of the oldest of them.</param>
/// <param name="Verified">The latest verification; null before the first.</param>
/// <param name="IsLate">Whether the verification of the last night is missing.</param>
public sealed record SealsState(int Seals, AuditSeal? Last, int Waiting, DateTime? WaitingSince, LastVerification? Verified, bool IsLate);

/// <param name="ByItself">Whether it was the nightly one, and nobody asked for it.</param>
public sealed record LastVerification(DateTime At, bool ByItself, bool IsUnbroken);

/// <summary>How far the audit log is sealed, and when it was verified. About nobody, so the look is not logged.</summary>
public sealed class ViewSeals(RegisterContext db, TimeProvider clock)
{
    // A night, and as long again for a log of any size.
    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    public async Task<SealsState> Run(CancellationToken ct)
    {
        var waiting = await db.AuditEntries.Where(e => e.SealNumber == null).GroupBy(_ => 1).Select(g => new { Count = g.Count(), Since = g.Min(e => e.At) }).SingleOrDefaultAsync(ct);
        var verified = db.AuditEntries.Where(e => e.Action == AuditAction.AuditVerified);
        var nightly = WatchAuditLog.Job.Role;
        var expected = await verified.Where(e => e.ActorRole == nightly).MaxAsync(e => (DateTime?)e.At, ct)
            ?? await db.AuditSeals.OrderBy(s => s.Number).Select(s => (DateTime?)s.MadeAt).FirstOrDefaultAsync(ct);
        return new(
            await db.AuditSeals.CountAsync(ct),
            await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(ct),
            waiting?.Count ?? 0, waiting?.Since,
            await verified.OrderByDescending(e => e.At).Select(e => new LastVerification(e.At, e.ActorRole == nightly, e.Fields == AuditVerification.Unbroken)).FirstOrDefaultAsync(ct),
            expected < clock.Now() - Late);
    }
}

using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <param name="Seals">How many there are.</param>
/// <param name="Last">The newest seal; null before the first.</param>
/// <param name="Waiting">How many entries have no seal yet.</param>
/// <param name="WaitingSince">The time of the oldest of them.</param>
public sealed record SealsState(int Seals, AuditSeal? Last, int Waiting, DateTime? WaitingSince);

/// <summary>How far the audit log is sealed. About nobody, so the look is not logged.</summary>
public sealed class ViewSeals(RegisterContext db)
{
    public async Task<SealsState> Run(CancellationToken ct)
    {
        var waiting = await db.AuditEntries.Where(e => e.SealNumber == null).GroupBy(_ => 1).Select(g => new { Count = g.Count(), Since = g.Min(e => e.At) }).SingleOrDefaultAsync(ct);
        return new(
            await db.AuditSeals.CountAsync(ct),
            await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(ct),
            waiting?.Count ?? 0, waiting?.Since);
    }
}

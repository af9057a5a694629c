using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>Removes the packages whose time is over, and drafts that nothing came of. What was decided stays; a copy of all of a person's data does not lie about.</summary>
public sealed class ExpireAnswers(RegisterContext db, TimeProvider clock)
{
    private const int AtOnce = 100;

    /// <summary>Whatever makes a package offers it at once, or has failed.</summary>
    private static readonly TimeSpan DraftLifetime = TimeSpan.FromHours(1);

    /// <returns>How many packages went.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var actor = Actor.System("expire-answers", "requests");
        var (gone, drafts) = (0, clock.Now() - DraftLifetime);
        await db.DataPackages.Where(p => p.OfferedAt == null && p.MadeAt < drafts).ExecuteDeleteAsync(ct);
        while (true)
        {
            var now = clock.Now();
            // Not loaded: an answer may be large, and it is not read again.
            var expired = await db.DataPackages.Where(p => p.ExpiresAt <= now).OrderBy(p => p.ExpiresAt)
                .Select(p => new { p.Id, p.RequestId, p.CustomerId }).Take(AtOnce).ToListAsync(ct);
            if (expired.Count == 0)
                return gone;

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var ids = expired.ConvertAll(e => e.Id);
            gone += await db.DataPackages.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync(ct);
            db.AddRange(expired.Select(e => AuditEntry.Of(actor, AuditAction.AnswerExpired, clock, e.CustomerId, e.RequestId?.Value ?? e.Id.Value)));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }
    }
}

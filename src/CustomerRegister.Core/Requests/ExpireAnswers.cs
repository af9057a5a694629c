using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>Removes the files of answers whose time is over. What was decided stays; a copy of all of a person's data does not lie about.</summary>
public sealed class ExpireAnswers(RegisterContext db, TimeProvider clock)
{
    private const int AtOnce = 100;

    /// <returns>How many files went.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var actor = Actor.System("expire-answers", "requests");
        var gone = 0;
        while (true)
        {
            var now = clock.Now();
            var expired = await (from f in db.RequestFiles
                                 join r in db.Requests on f.RequestId equals r.Id
                                 where f.ExpiresAt <= now
                                 orderby f.ExpiresAt
                                 select new { FileId = f.Id, RequestId = r.Id, r.CustomerId }).Take(AtOnce).ToListAsync(ct);
            if (expired.Count == 0)
                return gone;

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var ids = expired.ConvertAll(e => e.FileId);
            // Not loaded: an answer may be large, and it is not read again.
            gone += await db.RequestFiles.Where(f => ids.Contains(f.Id)).ExecuteDeleteAsync(ct);
            db.AddRange(expired.Select(e => AuditEntry.Of(actor, AuditAction.AnswerExpired, clock, e.CustomerId, e.RequestId.Value)));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>Removes what visitors left: unverified requests whose link has expired, links that open nothing any more, and a year after the answer or the withdrawal who it was that had no data here.</summary>
public sealed class ForgetVisitors(RegisterContext db, TimeProvider clock)
{
    /// <summary>In days after the answer: as long as it may have to be accounted for.</summary>
    public const int KeptFor = 365;

    /// <returns>How many rows went or were cleared.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var (now, before, stay) = (clock.Now(), clock.Now().AddDays(-KeptFor), clock.Now() - RequestLink.LongestStay);
        var gone = await db.VisitorRequests.Where(v => v.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        await db.RequestLinks.Where(l => l.ExpiresAt <= now && (l.UsedAt == null || l.UsedAt <= stay)).ExecuteDeleteAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var answered = await db.Requests.Where(r => r.ApplicantName != null && r.CustomerId == null && (r.DecidedAt <= before || r.WithdrawnAt <= before)).ToListAsync(ct);
        foreach (var request in answered)
        {
            request.ForgetApplicant();
            await db.RequestMessages.Where(m => m.RequestId == request.Id).ExecuteDeleteAsync(ct);
            await db.RequestAttachments.Where(a => a.RequestId == request.Id).ExecuteDeleteAsync(ct);
            await db.RequestLetters.Where(l => l.RequestId == request.Id).ExecuteDeleteAsync(ct);
            db.Add(AuditEntry.Of(Actor.System("forget-visitors", "requests"), AuditAction.ApplicantForgotten, clock, null, request.Id.Value));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return gone + answered.Count;
    }
}

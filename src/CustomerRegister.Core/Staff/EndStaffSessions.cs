using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>Signs a member of staff out: of one browser, or of all of them.</summary>
public sealed class EndStaffSessions(RegisterContext db, TimeProvider clock)
{
    /// <param name="only">One session; null for all.</param>
    /// <param name="but">A session that goes on.</param>
    public async Task Run(Guid staffId, Actor actor, CancellationToken ct, StaffSessionId? only = null, StaffSessionId? but = null)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var now = clock.Now();
        var sessions = db.StaffSessions.Where(s => s.StaffId == staffId && s.EndedAt == null);
        if (only is { } one)
            sessions = sessions.Where(s => s.Id == one);
        if (but is { } kept)
            sessions = sessions.Where(s => s.Id != kept);
        if (await sessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct) > 0)
        {
            db.Add(AuditEntry.Of(actor, AuditAction.StaffSignedOut, clock, subject: staffId));
            await db.SaveChangesAsync(ct);
        }

        if (transaction is not null)
            await transaction.CommitAsync(ct);
    }
}

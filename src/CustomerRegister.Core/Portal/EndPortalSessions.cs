using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Signs a customer out: of one browser, or of all of them. Links and codes that wait in a mailbox end with all.</summary>
public sealed class EndPortalSessions(RegisterContext db, TimeProvider clock)
{
    /// <param name="only">One session; null for all.</param>
    /// <param name="but">A session that goes on.</param>
    /// <returns>How many ended.</returns>
    public async Task<int> Run(CustomerId customer, Actor actor, CancellationToken ct, PortalSessionId? only = null, PortalSessionId? but = null)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var now = clock.Now();
        var sessions = db.PortalSessions.Where(s => s.CustomerId == customer && s.EndedAt == null && s.ExpiresAt > now);
        if (only is { } one)
            sessions = sessions.Where(s => s.Id == one);
        if (but is { } kept)
            sessions = sessions.Where(s => s.Id != kept);
        var ended = await sessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        if (only is null)
            await db.PortalInvitations.Where(i => i.CustomerId == customer && i.UsedAt == null && i.ExpiresAt > now).ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, now), ct);
        if (ended > 0)
        {
            db.Add(AuditEntry.Of(actor, AuditAction.PortalSessionsEnded, clock, customer));
            await db.SaveChangesAsync(ct);
        }

        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return ended;
    }
}

using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Which portal session a cookie names, as long as it opens anything. Read at every request.</summary>
public sealed class FindPortalSession(RegisterContext db, TimeProvider clock)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(60);

    /// <returns>Null once it has ended, has run out, or nobody has been seen in it for an hour.</returns>
    public async Task<PortalSession?> Run(PortalSessionId id, CancellationToken ct)
    {
        var now = clock.Now();
        var session = await Open(db, now).SingleOrDefaultAsync(s => s.Id == id, ct);
        if (session is not null && session.LastSeenAt + PortalSession.SeenAgainAfter <= now)
            await db.PortalSessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
        return session;
    }

    internal static IQueryable<PortalSession> Open(RegisterContext db, DateTime now)
    {
        var idleSince = now - Idle;
        return db.PortalSessions.AsNoTracking().Where(s => s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince);
    }
}

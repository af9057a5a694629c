using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

public enum PortalSessionEnd
{
    /// <summary>It was ended, has run out, nobody has been seen in it for an hour, or it never was.</summary>
    Over,

    /// <summary>It was begun by a mail to an address that is no longer on record.</summary>
    AddressChanged,
}

/// <summary>Which portal session a cookie names, as long as it opens anything. Read at every request.</summary>
public sealed class FindPortalSession(RegisterContext db, TimeProvider clock)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(60);

    public async Task<Outcome<PortalSession, PortalSessionEnd>> Run(PortalSessionId id, CancellationToken ct)
    {
        var now = clock.Now();
        var found = await Open(db, now).Where(s => s.Id == id)
            .Select(s => new { Session = s, Address = db.Customers.Where(c => c.Id == s.CustomerId).Select(c => c.Email).SingleOrDefault() }).SingleOrDefaultAsync(ct);
        if (found is not { Session: var session })
            return PortalSessionEnd.Over;
        if (!MailedAddress.IsOnRecord(session.MailedTo, session.CustomerId, found.Address))
            return PortalSessionEnd.AddressChanged;
        if (session.LastSeenAt + PortalSession.SeenAgainAfter <= now)
            await db.PortalSessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
        return session;
    }

    internal static IQueryable<PortalSession> Open(RegisterContext db, DateTime now)
    {
        var idleSince = now - Idle;
        return db.PortalSessions.AsNoTracking().Where(s => s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince);
    }
}

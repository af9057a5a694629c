using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Ends a portal session: from now on its cookie, and every copy of it, opens nothing. Leaving twice changes nothing.</summary>
public sealed class LeavePortal(RegisterContext db, TimeProvider clock)
{
    public async Task Run(PortalSessionId id, Actor actor, CancellationToken ct)
    {
        var session = await db.PortalSessions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (session is null or { EndedAt: not null })
            return;
        session.End(clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.PortalLeft, clock, session.CustomerId, session.Id.Value));
        await db.SaveChangesAsync(ct);
    }
}

using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Whether a portal session still opens anything.</summary>
public sealed class FindPortalSession(RegisterContext db, TimeProvider clock)
{
    public Task<bool> IsAlive(PortalSessionId id, CancellationToken ct)
    {
        var now = clock.Now();
        return db.PortalSessions.AnyAsync(s => s.Id == id && s.EndedAt == null && s.ExpiresAt > now, ct);
    }
}

using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <param name="UndertakingVersion">The version in force; null while the register has none.</param>
/// <param name="NeedsSecondFactor">The account must have a second factor, and only a password or link stood at the door.</param>
public sealed record StaffAtWork(StaffAccount Account, StaffSession Session, int? UndertakingVersion, bool HasSignedUndertaking, bool NeedsSecondFactor);

/// <summary>Who stands behind a session, read at every request: one that has ended, or an account that has, opens nothing from the next request on.</summary>
public sealed class FindStaffSession(RegisterContext db, SignInSettings settings, TimeProvider clock)
{
    public async Task<StaffAtWork?> Run(Guid staffId, StaffSessionId sessionId, CancellationToken ct)
    {
        var now = clock.Now();
        var idleSince = now - settings.SessionIdle;
        var newest = db.Undertakings.OrderByDescending(u => u.Version).Select(u => (int?)u.Version).Take(1);
        var found = await (
            from session in db.StaffSessions.AsNoTracking()
            join account in db.Users.AsNoTracking() on session.StaffId equals account.Id
            where session.Id == sessionId && session.StaffId == staffId && session.EndedAt == null && session.EndsAt > now && session.LastSeenAt > idleSince
            select new
            {
                Session = session,
                Account = account,
                Newest = newest.FirstOrDefault(),
                HasSigned = db.UndertakingSignatures.Any(s => s.StaffId == account.Id && s.UndertakingVersion == newest.FirstOrDefault()),
            }).WithKeptPlan().SingleOrDefaultAsync(ct);
        if (found is null || !found.Account.IsActiveOn(clock.Today()))
            return null;
        if (found.Session.LastSeenAt + StaffSession.SeenAgainAfter <= now)
            await db.StaffSessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
        return new StaffAtWork(found.Account, found.Session, found.Newest, found.HasSigned, settings.NeedsSecondFactor(found.Account) && !found.Session.HasSecondFactor);
    }
}

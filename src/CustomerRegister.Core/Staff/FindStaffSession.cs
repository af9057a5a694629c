using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <param name="UndertakingVersion">The version in force; null while the register has none.</param>
/// <param name="NeedsSecondFactor">The account must have a second factor, and only a password or link stood at the door.</param>
public sealed record StaffAtWork(StaffAccount Account, StaffSession Session, int? UndertakingVersion, bool HasSignedUndertaking, bool NeedsSecondFactor);

/// <summary>Who stands behind a session, read at every request: one that has ended, or an account that has, opens nothing from the next request on.</summary>
public sealed class FindStaffSession(RegisterContext db, SignInSettings settings, TimeProvider clock)
{
    private const string QueryName = "CustomerRegister:FindStaffSession";

    public async Task<StaffAtWork?> Run(Guid staffId, StaffSessionId sessionId, CancellationToken ct)
    {
        var now = clock.Now();
        var found = await db.Compiled(QueryName, Query)(db, staffId, sessionId, now, now - settings.SessionIdle, ct);
        if (found is null || !found.Account.IsActiveOn(clock.Today()))
            return null;
        if (found.Session.LastSeenAt + StaffSession.SeenAgainAfter <= now)
            await db.StaffSessions.Where(s => s.Id == sessionId).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
        return new StaffAtWork(found.Account, found.Session, found.Newest, found.HasSigned, settings.NeedsSecondFactor(found.Account) && !found.Session.HasSecondFactor);
    }

    private static Func<RegisterContext, Guid, StaffSessionId, DateTime, DateTime, CancellationToken, Task<Found?>> Query() => EF.CompileAsyncQuery(
        (RegisterContext register, Guid staffId, StaffSessionId sessionId, DateTime now, DateTime idleSince, CancellationToken ct) => (
            from session in register.StaffSessions.AsNoTracking()
            join account in register.Users.AsNoTracking() on session.StaffId equals account.Id
            where session.Id == sessionId && session.StaffId == staffId && session.EndedAt == null && session.EndsAt > now && session.LastSeenAt > idleSince
            select new Found
            {
                Session = session,
                Account = account,
                Newest = register.Undertakings.Max(u => (int?)u.Version),
                HasSigned = register.UndertakingSignatures.Any(s => s.StaffId == account.Id && s.UndertakingVersion == register.Undertakings.Max(u => (int?)u.Version)),
            }).TagWith(PlannedOnce.Mark).SingleOrDefault());

    private sealed class Found
    {
        public required StaffSession Session { get; init; }
        public required StaffAccount Account { get; init; }
        public int? Newest { get; init; }
        public bool HasSigned { get; init; }
    }
}

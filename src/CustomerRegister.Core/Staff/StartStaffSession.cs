using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>Begins a session for somebody whose password, link, code or passkey was right.</summary>
public sealed class StartStaffSession(RegisterContext db, SignInAttempts attempts, SignInSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public async Task<StaffSession> Run(StaffAccount account, StaffSignInMethod method, string device, CancellationToken ct)
    {
        var session = StaffSession.Start(account.Id, method, device, settings.SessionLongest, clock);
        var old = clock.Now() - KeptFor;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await attempts.Clear(account.Id, ct);
        await db.StaffSessions.Where(s => s.StaffId == account.Id && s.EndsAt < old).ExecuteDeleteAsync(ct);
        db.Add(session);
        db.Add(AuditEntry.Of(account.AsActor("account"), AuditAction.StaffSignedIn, clock, subject: account.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return session;
    }
}

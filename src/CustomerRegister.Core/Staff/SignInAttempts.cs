using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>
/// Counts the guesses at an account's password and codes, and locks it as <see cref="Lockout"/> says. An attempt is counted before it is looked at, in one statement, so that guesses sent at the same moment are counted too; and only a complete
/// sign-in clears the count: a guessed password alone does not buy more guesses at the code.
/// </summary>
public sealed class SignInAttempts(RegisterContext db, TimeProvider clock)
{
    /// <summary>Counts an attempt; false while the account is locked. Asks the database the same for an account that isn't there.</summary>
    public async Task<bool> Begin(Guid staffId, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.Users.Where(a => a.Id == staffId && (a.LockedUntil == null || a.LockedUntil <= now) && a.AccessFailedCount < Lockout.BeforeLocking)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1), ct) == 1;
    }

    /// <summary>The attempt failed: after the fifth the account is locked.</summary>
    public async Task Fail(Guid staffId, CancellationToken ct)
    {
        var lockouts = await db.Users.Where(a => a.Id == staffId && a.AccessFailedCount >= Lockout.BeforeLocking).Select(a => (int?)a.Lockouts).SingleOrDefaultAsync(ct);
        if (lockouts is not { } before)
            return;
        DateTime? until = clock.Now() + Lockout.After(before);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var locked = await db.Users.Where(a => a.Id == staffId && a.Lockouts == before && a.AccessFailedCount >= Lockout.BeforeLocking)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockedUntil, until).SetProperty(a => a.Lockouts, before + 1).SetProperty(a => a.AccessFailedCount, 0), ct);
        if (locked != 1)
            return;
        db.Add(AuditEntry.Of(Actor.System("sign-in", "account"), AuditAction.StaffLocked, clock, subject: staffId));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The password was right, but the second factor is still to come: this attempt was no guess, the others still count.</summary>
    public Task GiveBack(Guid staffId, CancellationToken ct) => db.Users.Where(a => a.Id == staffId && a.AccessFailedCount > 0)
        .ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount - 1), ct);

    public Task Clear(Guid staffId, CancellationToken ct) => db.Users.Where(a => a.Id == staffId)
        .ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.Lockouts, 0).SetProperty(a => a.LockedUntil, (DateTime?)null), ct);
}

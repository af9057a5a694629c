using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>
/// Counts the guesses at a customer's password and codes, and locks them as <see cref="Lockout"/> says; a mailed link opens all the same, so nobody is locked out by
/// a stranger's guesses. An attempt is counted before it is looked at, in one statement, so that guesses sent at the same moment are counted too.
/// </summary>
public sealed class PortalAttempts(RegisterContext db, TimeProvider clock)
{
    /// <summary>Counts an attempt; false while locked. Asks the database the same for a customer who isn't there.</summary>
    public async Task<bool> Begin(CustomerId customer, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.PortalCredentials.Where(c => c.CustomerId == customer && (c.LockedUntil == null || c.LockedUntil <= now) && c.FailedAttempts < Lockout.BeforeLocking)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, c => c.FailedAttempts + 1), ct) == 1;
    }

    /// <summary>The attempt failed: after the fifth it is locked.</summary>
    public async Task Fail(CustomerId customer, CancellationToken ct)
    {
        var lockouts = await db.PortalCredentials.Where(c => c.CustomerId == customer && c.FailedAttempts >= Lockout.BeforeLocking).Select(c => (int?)c.Lockouts).SingleOrDefaultAsync(ct);
        if (lockouts is not { } before)
            return;
        DateTime? until = clock.Now() + Lockout.After(before);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var locked = await db.PortalCredentials.Where(c => c.CustomerId == customer && c.Lockouts == before && c.FailedAttempts >= Lockout.BeforeLocking)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.LockedUntil, until).SetProperty(c => c.Lockouts, before + 1).SetProperty(c => c.FailedAttempts, 0), ct);
        if (locked != 1)
            return;
        db.Add(AuditEntry.Of(Actor.System("portal", "own-data"), AuditAction.PortalLocked, clock, customer));
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
    }

    /// <summary>The password was right, but the app's code is still to come: this attempt was no guess, the others still count.</summary>
    public Task GiveBack(CustomerId customer, CancellationToken ct) => db.PortalCredentials.Where(c => c.CustomerId == customer && c.FailedAttempts > 0)
        .ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, c => c.FailedAttempts - 1), ct);

    public Task Clear(CustomerId customer, CancellationToken ct) => db.PortalCredentials.Where(c => c.CustomerId == customer)
        .ExecuteUpdateAsync(s => s.SetProperty(c => c.FailedAttempts, 0).SetProperty(c => c.Lockouts, 0).SetProperty(c => c.LockedUntil, (DateTime?)null), ct);

    /// <summary>Makes the row in which guesses are counted, if there is none; two who do it at once make one. For nobody it asks the database the same, in vain.</summary>
    public Task MakeRoomFor(CustomerId? customer, CancellationToken ct)
    {
        var id = customer?.Value ?? Guid.Empty;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into "PortalCredentials" ("CustomerId", "LastStep", "FailedAttempts", "Lockouts")
            select "Id", 0, 0, 0 from "Customers" where "Id" = {id} on conflict do nothing
            """, ct);
    }
}

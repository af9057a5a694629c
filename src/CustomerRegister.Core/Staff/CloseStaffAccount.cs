using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum CloseStaffRefusal
{
    NotFound,
    /// <summary>Nobody locks themselves out: another administrator must.</summary>
    OwnAccount,
    LastAdministrator,
}

/// <summary>Ends an account today, and the sessions that are open.</summary>
public sealed class CloseStaffAccount(RegisterContext db, Administrators administrators, EndStaffSessions end, TimeProvider clock)
{
    public async Task<Outcome<StaffAccount, CloseStaffRefusal>> Run(Guid staffId, Actor actor, CancellationToken ct)
    {
        if (actor.Id == staffId)
            return CloseStaffRefusal.OwnAccount;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await administrators.Hold(ct);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == staffId, ct) is not { } account)
            return CloseStaffRefusal.NotFound;
        account.Close(clock.Today());
        if (!await administrators.RemainBeside(account, ct))
            return CloseStaffRefusal.LastAdministrator;
        account.ConcurrencyStamp = LinkSecret.New().Hash;
        db.Add(AuditEntry.Of(actor, AuditAction.StaffClosed, clock, subject: staffId));
        await db.SaveChangesAsync(ct);
        await end.Run(staffId, actor, ct);
        await transaction.CommitAsync(ct);
        return account;
    }
}

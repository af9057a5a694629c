using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum CloseStaffRefusal
{
    NotFound,
    /// <summary>Nobody locks themselves out: another administrator must.</summary>
    OwnAccount,
}

/// <summary>Ends an account today: its sessions close at their next request.</summary>
public sealed class CloseStaffAccount(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<StaffAccount, CloseStaffRefusal>> Run(Guid staffId, Actor actor, CancellationToken ct)
    {
        if (actor.Id == staffId)
            return CloseStaffRefusal.OwnAccount;
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == staffId, ct) is not { } account)
            return CloseStaffRefusal.NotFound;
        account.Close(clock.Today());
        db.Add(AuditEntry.Of(actor, AuditAction.StaffClosed, clock, subject: staffId));
        await db.SaveChangesAsync(ct);
        return account;
    }
}

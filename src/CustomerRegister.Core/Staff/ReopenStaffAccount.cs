using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum ReopenStaffRefusal
{
    NotFound,
    OwnAccount,
    EndDateMissing,
    EndDatePassed,
}

/// <summary>Opens an account again that was closed or has run out; password, second factor and signature are those it had.</summary>
public sealed class ReopenStaffAccount(RegisterContext db, ControllerDetails controller, TimeProvider clock)
{
    /// <param name="to">The first day on which it opens nothing any more.</param>
    public async Task<Outcome<StaffAccount, ReopenStaffRefusal>> Run(Guid staffId, DateOnly? to, Actor actor, CancellationToken ct)
    {
        if (actor.Id == staffId)
            return ReopenStaffRefusal.OwnAccount;
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == staffId, ct) is not { } account)
            return ReopenStaffRefusal.NotFound;
        if (to is null && StaffAccount.IsOutside(account.Employer, controller.Name))
            return ReopenStaffRefusal.EndDateMissing;
        if (to <= clock.Today() || to <= account.From)
            return ReopenStaffRefusal.EndDatePassed;
        account.Reopen(to);
        account.ConcurrencyStamp = LinkSecret.New().Hash;
        db.Add(AuditEntry.Of(actor, AuditAction.StaffReopened, clock, subject: staffId));
        await db.SaveChangesAsync(ct);
        return account;
    }
}

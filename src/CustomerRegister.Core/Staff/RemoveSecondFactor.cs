using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum RemoveSecondFactorRefusal
{
    NotFound,
    /// <summary>One's own are removed one by one on one's own pages.</summary>
    OwnAccount,
}

/// <summary>Takes second factors away: one's own app or passkey, or, by an administrator, all of somebody who has lost them.</summary>
public sealed class RemoveSecondFactor(RegisterContext db, EndStaffSessions end, TimeProvider clock)
{
    public Task Authenticator(StaffAtWork staff, CancellationToken ct) =>
        Own(staff, () => db.StaffAuthenticators.Where(a => a.StaffId == staff.Account.Id).ExecuteDeleteAsync(ct), ct);

    public Task Passkey(StaffAtWork staff, byte[] credential, CancellationToken ct) =>
        Own(staff, () => db.UserPasskeys.Where(p => p.UserId == staff.Account.Id && p.CredentialId == credential).ExecuteDeleteAsync(ct), ct);

    /// <summary>Removes all of another person's. Their sessions end; at the next sign-in the password leads them to set up new ones, where they need any.</summary>
    public async Task<Outcome<StaffAccount, RemoveSecondFactorRefusal>> All(Guid staffId, Actor actor, CancellationToken ct)
    {
        if (actor.Id == staffId)
            return RemoveSecondFactorRefusal.OwnAccount;
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == staffId, ct) is not { } account)
            return RemoveSecondFactorRefusal.NotFound;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.StaffAuthenticators.Where(a => a.StaffId == staffId).ExecuteDeleteAsync(ct);
        await db.UserPasskeys.Where(p => p.UserId == staffId).ExecuteDeleteAsync(ct);
        await db.StaffRecoveryCodes.Where(c => c.StaffId == staffId).ExecuteDeleteAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.SecondFactorRemoved, clock, subject: staffId));
        await db.SaveChangesAsync(ct);
        await end.Run(staffId, actor, ct);
        await transaction.CommitAsync(ct);
        return account;
    }

    private async Task Own(StaffAtWork staff, Func<Task<int>> remove, CancellationToken ct)
    {
        var id = staff.Account.Id;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await remove() > 0)
        {
            db.Add(AuditEntry.Of(staff.Account.AsActor("account"), AuditAction.SecondFactorRemoved, clock, subject: id));
            await db.SaveChangesAsync(ct);
        }

        // Codes on paper stand in for a factor; without one they are nothing, and the session counts as entered by password only.
        if (!await db.StaffAuthenticators.AnyAsync(a => a.StaffId == id && a.ConfirmedAt != null, ct) && !await db.UserPasskeys.AnyAsync(p => p.UserId == id, ct))
        {
            await db.StaffRecoveryCodes.Where(c => c.StaffId == id).ExecuteDeleteAsync(ct);
            await db.StaffSessions.Where(s => s.StaffId == id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.Method, StaffSignInMethod.Password), ct);
        }

        await transaction.CommitAsync(ct);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>Ties a passkey, which the caller has verified, to an account.</summary>
public sealed class AddPasskey(RegisterContext db, UserManager<StaffAccount> accounts, MakeRecoveryCodes recovery, UpgradeStaffSession upgrade, TimeProvider clock)
{
    /// <returns>New recovery codes, to be shown once; null where the account has some.</returns>
    public async Task<RecoveryCodes?> Run(StaffSession session, UserPasskeyInfo passkey, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var account = await accounts.FindByIdAsync(session.StaffId.ToString()) ?? throw new InvalidOperationException("A session has an account.");
        var result = await accounts.AddOrUpdatePasskeyAsync(account, passkey);
        if (!result.Succeeded)
            throw new InvalidOperationException($"The passkey was not stored: {string.Join(' ', result.Errors.Select(e => e.Code))}");
        db.Add(AuditEntry.Of(actor, AuditAction.SecondFactorAdded, clock, subject: account.Id));
        var codes = await db.StaffRecoveryCodes.AnyAsync(c => c.StaffId == account.Id && c.UsedAt == null, ct) ? null : await recovery.Replace(account.Id, actor, ct);
        await db.SaveChangesAsync(ct);
        await upgrade.Run(session, StaffSignInMethod.Passkey, actor, ct);
        await transaction.CommitAsync(ct);
        return codes;
    }
}

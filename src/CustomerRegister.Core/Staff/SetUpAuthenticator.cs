using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum AuthenticatorRefusal
{
    CodeWrong,
}

/// <summary>Ties an authenticator app to an account: offers a key, and takes it into use once a code proves that the app has it.</summary>
public sealed class SetUpAuthenticator(RegisterContext db, AuthenticatorKeys keys, MakeRecoveryCodes recovery, UpgradeStaffSession upgrade, TimeProvider clock)
{
    /// <summary>The key to show: the same until it is confirmed, so that reloading the page doesn't void what was scanned.</summary>
    public async Task<byte[]> Offer(Guid staffId, CancellationToken ct)
    {
        var authenticator = await db.StaffAuthenticators.SingleOrDefaultAsync(a => a.StaffId == staffId, ct);
        if (keys.Read(staffId, authenticator?.ProtectedPendingKey) is { } offered)
            return offered;
        if (authenticator is null)
            db.Add(authenticator = StaffAuthenticator.Of(staffId));
        var key = TimeBasedCode.NewKey();
        authenticator.Offer(keys.Protect(staffId, key));
        await db.SaveChangesAsync(ct);
        return key;
    }

    /// <returns>New recovery codes, to be shown once.</returns>
    public async Task<Outcome<RecoveryCodes, AuthenticatorRefusal>> Confirm(StaffSession session, string code, Actor actor, CancellationToken ct)
    {
        var staffId = session.StaffId;
        var authenticator = await db.StaffAuthenticators.SingleOrDefaultAsync(a => a.StaffId == staffId, ct);
        if (keys.Read(staffId, authenticator?.ProtectedPendingKey) is not { } key || TimeBasedCode.Match(key, EnteredCode.Of(code), clock.Now()) is not { } step)
            return AuthenticatorRefusal.CodeWrong;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        authenticator!.Confirm(step, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.SecondFactorAdded, clock, subject: staffId));
        var codes = await recovery.Replace(staffId, actor, ct);
        await db.SaveChangesAsync(ct);
        await upgrade.Run(session, StaffSignInMethod.PasswordAndCode, actor, ct);
        await transaction.CommitAsync(ct);
        return codes;
    }
}

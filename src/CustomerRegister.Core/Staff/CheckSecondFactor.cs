using CustomerRegister.Credentials;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>The second step of signing in: a code from the app, or a recovery code. Either opens once.</summary>
public sealed class CheckSecondFactor(RegisterContext db, AuthenticatorKeys keys, SignInAttempts attempts, TimeProvider clock)
{
    public async Task<Outcome<StaffAccount, SignInRefusal>> Run(Guid staffId, string? typed, CancellationToken ct)
    {
        var code = EnteredCode.Of(typed);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == staffId, ct);
        var tried = await attempts.Begin(staffId, ct);
        if (account is null || !tried || !account.IsActiveOn(clock.Today()) || !await Uses(staffId, code, ct))
        {
            await attempts.Fail(staffId, ct);
            return SignInRefusal.Refused;
        }

        return account;
    }

    /// <summary>How the code that was typed is called once it has opened.</summary>
    public static StaffSignInMethod MethodOf(string? typed) =>
        EnteredCode.Of(typed).Length == TimeBasedCode.Digits ? StaffSignInMethod.PasswordAndCode : StaffSignInMethod.PasswordAndRecoveryCode;

    private Task<bool> Uses(Guid staffId, string code, CancellationToken ct) =>
        code.Length == TimeBasedCode.Digits ? UsesTimeBased(staffId, code, ct) : UsesRecovery(staffId, code, ct);

    private async Task<bool> UsesTimeBased(Guid staffId, string code, CancellationToken ct)
    {
        var stored = await db.StaffAuthenticators.AsNoTracking().Where(a => a.StaffId == staffId && a.ConfirmedAt != null).Select(a => a.ProtectedKey).SingleOrDefaultAsync(ct);
        if (keys.Read(staffId, stored) is not { } key || TimeBasedCode.Match(key, code, clock.Now()) is not { } step)
            return false;
        // Of two who send the same code, the one who moves the step wins; a code that was used is never newer.
        return await db.StaffAuthenticators.Where(a => a.StaffId == staffId && a.LastStep < step)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LastStep, step), ct) == 1;
    }

    private async Task<bool> UsesRecovery(Guid staffId, string code, CancellationToken ct)
    {
        var hash = StaffRecoveryCode.HashOf(staffId, code);
        DateTime? now = clock.Now();
        return await db.StaffRecoveryCodes.Where(c => c.StaffId == staffId && c.CodeHash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.UsedAt, now), ct) == 1;
    }
}

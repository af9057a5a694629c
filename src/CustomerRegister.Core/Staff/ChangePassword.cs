using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum ChangePasswordRefusal
{
    CurrentWrong,
    TooShort,
    TooLong,
    TooCommon,
    NamesYou,
}

/// <summary>A member of staff chooses another password. Nobody is made to: a forced change makes passwords worse. All other sessions end.</summary>
public sealed class ChangePassword(RegisterContext db, StaffPasswords passwords, SignInAttempts attempts, EndStaffSessions end, TimeProvider clock)
{
    public async Task<Outcome<StaffAccount, ChangePasswordRefusal>> Run(StaffSession session, string current, string chosen, Actor actor, CancellationToken ct)
    {
        var account = await db.Users.SingleAsync(a => a.Id == session.StaffId, ct);
        // Whoever sits down at an unlocked desk may not guess here without end either.
        if (!await attempts.Begin(account.Id, ct) || !passwords.Matches(account, current))
        {
            await attempts.Fail(account.Id, ct);
            return ChangePasswordRefusal.CurrentWrong;
        }

        await attempts.GiveBack(account.Id, ct);
        if (passwords.WeaknessOf(chosen, account) is { } weakness)
            return Refusal(weakness);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        account.TakePassword(passwords.Hash(chosen));
        db.Add(AuditEntry.Of(actor, AuditAction.PasswordChanged, clock, subject: account.Id));
        await db.SaveChangesAsync(ct);
        await end.Run(account.Id, actor, ct, but: session.Id);
        await transaction.CommitAsync(ct);
        return account;
    }

    private static ChangePasswordRefusal Refusal(PasswordWeakness weakness) => weakness switch
    {
        PasswordWeakness.TooShort => ChangePasswordRefusal.TooShort,
        PasswordWeakness.TooLong => ChangePasswordRefusal.TooLong,
        PasswordWeakness.NamesYou => ChangePasswordRefusal.NamesYou,
        _ => ChangePasswordRefusal.TooCommon,
    };
}

using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum JoinRefusal
{
    LinkUsedOrExpired,
    TooShort,
    TooLong,
    TooCommon,
    NamesYou,
    /// <summary>The register has its first account already: the set-up link is for an empty one.</summary>
    AlreadySetUp,
}

/// <summary>Uses a staff invitation: an invited person chooses a password, or somebody who forgot theirs another one, or the first administrator opens their own account.</summary>
public sealed class JoinStaff(RegisterContext db, ILookupNormalizer names, StaffPasswords passwords, EndStaffSessions end, ControllerDetails controller, TimeProvider clock)
{
    /// <summary>The invitation behind a link that still works; null otherwise.</summary>
    public async Task<StaffInvitation?> Find(string? secret, CancellationToken ct)
    {
        var hash = LinkSecret.HashOf(secret);
        var invitation = await db.StaffInvitations.SingleOrDefaultAsync(i => i.SecretHash == hash, ct);
        return invitation?.IsUsable(clock.Now()) == true ? invitation : null;
    }

    public async Task<Outcome<StaffAccount, JoinRefusal>> ChoosePassword(string? secret, string password, CancellationToken ct)
    {
        if (await Find(secret, ct) is not { StaffId: { } id })
            return JoinRefusal.LinkUsedOrExpired;
        var account = await db.Users.SingleAsync(u => u.Id == id, ct);
        return await Enter(account, secret, password, account.PasswordHash is null ? AuditAction.StaffJoined : AuditAction.PasswordChanged, ct);
    }

    public async Task<Outcome<StaffAccount, JoinRefusal>> SetUp(string? secret, string fullName, EmailAddress email, string password, CancellationToken ct)
    {
        if (await Find(secret, ct) is not { StaffId: null })
            return JoinRefusal.LinkUsedOrExpired;
        if (await db.Users.AnyAsync(ct))
            return JoinRefusal.AlreadySetUp;
        var account = StaffAccount.Open(Guid.CreateVersion7(clock.GetUtcNow()), fullName, email.Value, controller.Name, clock.Today(), null, [StaffRole.Administrator]);
        account.NormalizedUserName = names.NormalizeName(account.UserName);
        account.NormalizedEmail = names.NormalizeEmail(account.Email);
        db.Add(account);
        return await Enter(account, secret, password, AuditAction.StaffSetUp, ct);
    }

    private async Task<Outcome<StaffAccount, JoinRefusal>> Enter(StaffAccount account, string? secret, string password, string action, CancellationToken ct)
    {
        if (passwords.WeaknessOf(password, account) is { } weakness)
            return Refusal(weakness);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var hash = LinkSecret.HashOf(secret);
        var now = clock.Now();
        // Of two who press at once, the one who changes the row wins.
        if (await db.StaffInvitations.Where(i => i.SecretHash == hash && i.UsedAt == null && i.ExpiresAt > now)
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), ct) != 1)
            return JoinRefusal.LinkUsedOrExpired;
        account.TakePassword(passwords.Hash(password));
        db.Add(AuditEntry.Of(account.AsActor("account"), action, clock, subject: account.Id));
        await db.SaveChangesAsync(ct);
        await end.Run(account.Id, account.AsActor("account"), ct);
        await transaction.CommitAsync(ct);
        return account;
    }

    private static JoinRefusal Refusal(PasswordWeakness weakness) => weakness switch
    {
        PasswordWeakness.TooShort => JoinRefusal.TooShort,
        PasswordWeakness.TooLong => JoinRefusal.TooLong,
        PasswordWeakness.NamesYou => JoinRefusal.NamesYou,
        _ => JoinRefusal.TooCommon,
    };
}

using CustomerRegister.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>The one answer to an unknown name, a wrong password or code, and a locked or ended account.</summary>
public enum SignInRefusal
{
    Refused,
}

/// <param name="NeedsCode">The account has a second factor, and it is asked for before anything opens.</param>
public sealed record PasswordAccepted(StaffAccount Account, bool NeedsCode);

/// <summary>Compares name and password (N24). Does the same work for a name that the register doesn't know.</summary>
public sealed class SignInStaff(RegisterContext db, ILookupNormalizer names, StaffPasswords passwords, SignInAttempts attempts, TimeProvider clock)
{
    public async Task<Outcome<PasswordAccepted, SignInRefusal>> Run(string email, string password, CancellationToken ct)
    {
        var name = names.NormalizeName(email.Trim());
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        var id = account?.Id ?? Guid.Empty;
        var tried = await attempts.Begin(id, ct);
        var right = passwords.Matches(account, password);
        if (account is null || !tried || !right || !account.IsActiveOn(clock.Today()))
        {
            await attempts.Fail(id, ct);
            return SignInRefusal.Refused;
        }

        if (!await HasSecondFactor(id, ct))
            return new PasswordAccepted(account, NeedsCode: false);
        await attempts.GiveBack(id, ct);
        return new PasswordAccepted(account, NeedsCode: true);
    }

    /// <summary>Whether an app or a passkey is tied to the account.</summary>
    public Task<bool> HasSecondFactor(Guid id, CancellationToken ct) => db.Users.Where(a => a.Id == id)
        .Select(a => db.StaffAuthenticators.Any(x => x.StaffId == id && x.ConfirmedAt != null) || db.UserPasskeys.Any(p => p.UserId == id))
        .SingleAsync(ct);
}

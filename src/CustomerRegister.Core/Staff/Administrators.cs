using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>Sees to it that there is always somebody who can keep the accounts.</summary>
public sealed class Administrators(RegisterContext db, TimeProvider clock)
{
    /// <summary>Keeps everybody else from changing accounts until the transaction ends: two administrators can't close each other at the same moment.</summary>
    public Task Hold(CancellationToken ct) => db.Users.ExecuteUpdateAsync(s => s.SetProperty(a => a.Lockouts, a => a.Lockouts), ct);

    /// <summary>Whether somebody can keep the accounts today once this account is as it now stands in memory.</summary>
    public async Task<bool> RemainBeside(StaffAccount account, CancellationToken ct)
    {
        var today = clock.Today();
        if (IsOne(account, today))
            return true;
        // Accounts are as many as there are employees.
        var others = await db.Users.AsNoTracking().Where(a => a.Id != account.Id && a.From <= today && (a.To == null || a.To > today)).ToListAsync(ct);
        return others.Exists(other => IsOne(other, today));
    }

    private static bool IsOne(StaffAccount account, DateOnly today) => account.IsActiveOn(today) && account.Holds(Permission.ManageStaff) && account.PasswordHash is not null;
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <param name="Version">The account as the form showed it: its concurrency stamp.</param>
public sealed record ChangeStaffCommand(
    Guid StaffId, string? Version, string FullName, string Employer, DateOnly From, DateOnly? To, IReadOnlyList<StaffRole> Roles, IReadOnlyList<Permission> ExtraPermissions);

public enum ChangeStaffRefusal
{
    NotFound,
    RoleMissing,
    /// <summary>An account of an outside firm's employee ends on a day that is named beforehand.</summary>
    EndDateMissing,
    EndBeforeStart,
    /// <summary>Nobody changes their own rights: another administrator must.</summary>
    OwnRights,
    LastAdministrator,
    /// <summary>Somebody else changed the account since the form was opened.</summary>
    ChangedMeanwhile,
}

/// <summary>Changes an account's owner's name and employer, its rights and its days (N24).</summary>
public sealed class ChangeStaffAccount(RegisterContext db, Administrators administrators, ControllerDetails controller, TimeProvider clock)
{
    public async Task<Outcome<StaffAccount, ChangeStaffRefusal>> Run(ChangeStaffCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Roles.Count == 0)
            return ChangeStaffRefusal.RoleMissing;
        if (command.To is null && StaffAccount.IsOutside(command.Employer, controller.Name))
            return ChangeStaffRefusal.EndDateMissing;
        if (command.To <= command.From)
            return ChangeStaffRefusal.EndBeforeStart;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await administrators.Hold(ct);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == command.StaffId, ct) is not { } account)
            return ChangeStaffRefusal.NotFound;
        if (account.ConcurrencyStamp != command.Version)
            return ChangeStaffRefusal.ChangedMeanwhile;

        var before = (account.FullName, account.Employer, account.From, account.To, Roles: account.Roles.ToList(), Extra: account.ExtraPermissions.ToList());
        account.Change(command.FullName, command.Employer, command.From, command.To, command.Roles, command.ExtraPermissions);
        var changed = new List<string>();
        Note(before.FullName != account.FullName, nameof(account.FullName));
        Note(before.Employer != account.Employer, nameof(account.Employer));
        Note(before.From != account.From, nameof(account.From));
        Note(before.To != account.To, nameof(account.To));
        Note(!before.Roles.SequenceEqual(account.Roles), nameof(account.Roles));
        Note(!before.Extra.SequenceEqual(account.ExtraPermissions), nameof(account.ExtraPermissions));
        if (changed.Count == 0)
            return account;
        if (actor.Id == account.Id && changed.Exists(field => field != nameof(account.FullName)))
            return ChangeStaffRefusal.OwnRights;
        if (!await administrators.RemainBeside(account, ct))
            return ChangeStaffRefusal.LastAdministrator;

        account.ConcurrencyStamp = LinkSecret.New().Hash;
        db.Add(AuditEntry.Of(actor, AuditAction.StaffChanged, clock, null, account.Id, changed));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return account;

        void Note(bool differs, string field)
        {
            if (differs)
                changed.Add(field);
        }
    }
}

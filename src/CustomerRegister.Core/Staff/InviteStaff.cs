using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public sealed record InviteStaffCommand(
    string FullName, EmailAddress Email, string Employer, DateOnly From, DateOnly? To, IReadOnlyList<StaffRole> Roles, IReadOnlyList<Permission> ExtraPermissions, Language Language);

public enum InviteStaffRefusal
{
    AccountExists,
    RoleMissing,
    /// <summary>An account of an outside firm's employee ends on a day that is named beforehand.</summary>
    EndDateMissing,
    EndDatePassed,
    StartDatePassed,
}

/// <summary>Opens a personal account and mails its owner a link to choose a password (N24). Nobody registers themselves.</summary>
public sealed class InviteStaff(RegisterContext db, UserManager<StaffAccount> accounts, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(3);

    public async Task<Outcome<StaffAccount, InviteStaffRefusal>> Run(InviteStaffCommand command, Actor actor, CancellationToken ct)
    {
        var today = clock.Today();
        if (command.Roles.Count == 0)
            return InviteStaffRefusal.RoleMissing;
        if (command.From < today)
            return InviteStaffRefusal.StartDatePassed;
        if (command.To is null && StaffAccount.IsOutside(command.Employer, controller.Name))
            return InviteStaffRefusal.EndDateMissing;
        if (command.To <= command.From)
            return InviteStaffRefusal.EndDatePassed;
        var name = accounts.NormalizeName(command.Email.Value);
        if (await db.Users.AnyAsync(u => u.NormalizedUserName == name, ct))
            return InviteStaffRefusal.AccountExists;

        var account = StaffAccount.Open(
            Guid.CreateVersion7(clock.GetUtcNow()), command.FullName, command.Email.Value, command.Employer, command.From, command.To, command.Roles, command.ExtraPermissions);
        var secret = LinkSecret.New();
        // One save for all: an account without its invitation could never be entered.
        account.NormalizedUserName = name;
        account.NormalizedEmail = accounts.NormalizeEmail(account.Email);
        account.SecurityStamp = LinkSecret.New().Hash;
        db.Add(account);
        db.Add(StaffInvitation.Of(account.Id, secret.Hash, LinkLifetime, clock));
        db.Add(OutgoingEmail.To(command.Email, null, command.Language,
            MailTexts.In(command.Language, "StaffInvitation.Subject", controller.RegisterName),
            MailTexts.In(command.Language, "StaffInvitation.Body", controller.Name, controller.RegisterName, address.Link($"/account/join?secret={secret.Text}"), LinkLifetime.Days),
            clock));
        db.Add(AuditEntry.Of(actor, AuditAction.StaffInvited, clock, subject: account.Id));
        await db.SaveChangesAsync(ct);
        return account;
    }
}

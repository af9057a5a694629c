using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

public enum SendStaffLinkRefusal
{
    NotFound,
    /// <summary>One's own password is changed on one's own pages.</summary>
    OwnAccount,
    AccountClosed,
}

/// <summary>Mails the owner of an account a new link to choose a password, because the first ran out or the password was forgotten. Older links end.</summary>
public sealed class SendStaffLink(RegisterContext db, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    public async Task<Outcome<StaffAccount, SendStaffLinkRefusal>> Run(Guid staffId, Language language, Actor actor, CancellationToken ct)
    {
        if (actor.Id == staffId)
            return SendStaffLinkRefusal.OwnAccount;
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == staffId, ct) is not { } account)
            return SendStaffLinkRefusal.NotFound;
        if (account.To <= clock.Today())
            return SendStaffLinkRefusal.AccountClosed;
        var now = clock.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.StaffInvitations.Where(i => i.StaffId == staffId && i.UsedAt == null && i.ExpiresAt > now).ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, now), ct);
        var secret = LinkSecret.New();
        db.Add(StaffInvitation.Of(staffId, secret.Hash, InviteStaff.LinkLifetime, clock));
        var kind = account.PasswordHash is null ? "StaffInvitation" : "StaffPassword";
        db.Add(OutgoingEmail.To(EmailAddress.Parse(account.Email!), null, language,
            MailTexts.In(language, $"{kind}.Subject", controller.RegisterName),
            MailTexts.In(language, $"{kind}.Body", controller.Name, controller.RegisterName, address.Link($"/account/join?secret={secret.Text}"), InviteStaff.LinkLifetime.Days),
            clock));
        db.Add(AuditEntry.Of(actor, AuditAction.StaffLinkSent, clock, subject: staffId));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return account;
    }
}

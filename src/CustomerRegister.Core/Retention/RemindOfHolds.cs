using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Tells the owners of legal holds whose review day has come, once for each review day. Where the owner no longer works here, everybody is told who may place holds. The mail
/// says how many there are and names nobody.
/// </summary>
public sealed class RemindOfHolds(RegisterContext db, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    private static readonly Actor Job = Actor.System("hold-reminders", "retention");

    /// <returns>Of how many holds somebody was reminded.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = clock.Today();
        var due = await db.LegalHolds.Where(h => h.LiftedAt == null && h.ReviewOn <= today && (h.RemindedOf == null || h.RemindedOf != h.ReviewOn)).ToListAsync(ct);
        if (due.Count == 0)
            return 0;
        var able = (await db.Users.AsNoTracking().ToListAsync(ct)).Where(u => u.IsActiveOn(today) && u.Holds(Permission.PlaceHolds)).ToList();
        foreach (var owned in due.GroupBy(h => h.OwnerId))
        {
            foreach (var account in able.Exists(u => u.Id == owned.Key) ? able.Where(u => u.Id == owned.Key) : able)
            {
                if (EmailAddress.TryParse(account.Email, out var email))
                {
                    db.Add(OutgoingEmail.To(email, null, controller.StaffLanguage,
                        MailTexts.In(controller.StaffLanguage, "HoldsDue.Subject"),
                        MailTexts.In(controller.StaffLanguage, "HoldsDue.Body", owned.Count(), address.Link("/admin/holds")), clock));
                }
            }

            foreach (var hold in owned)
            {
                hold.Reminded();
                db.Add(AuditEntry.Of(Job, AuditAction.HoldReminded, clock, hold.CustomerId, hold.Id.Value));
            }
        }

        await db.SaveChangesAsync(ct);
        return due.Count;
    }
}

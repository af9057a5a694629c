using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>
/// Verifies the audit log without being asked, and mails those who look after it when it is broken: as soon as the faults are others than the time before, and once a week for as long as it stays
/// broken, so that a fault that cannot be mended does not bury a new one. The mail says how many there are and names nobody.
/// </summary>
public sealed class WatchAuditLog(RegisterContext db, TimeProvider clock, VerifyAuditLog verify, PublicAddress address, ControllerDetails controller)
{
    private const DayOfWeek ToldAgainOn = DayOfWeek.Monday;

    internal static readonly Actor Job = Actor.System("nightly-verification", "data-protection");

    public async Task<AuditVerification> Run(CancellationToken ct)
    {
        var before = await db.AuditEntries.AsNoTracking().Where(e => e.Action == AuditAction.AuditVerified && e.ActorRole == Job.Role)
            .OrderByDescending(e => e.At).Select(e => e.Fields).FirstOrDefaultAsync(ct);
        var found = await verify.Look(ct);
        // In one save: what the log says was found has also been told.
        db.Add(AuditEntry.Of(Job, AuditAction.AuditVerified, clock, fields: found.Fields));
        if (!found.IsUnbroken && (found.Fields != before || clock.Today().DayOfWeek == ToldAgainOn))
            await Tell(found, ct);
        await db.SaveChangesAsync(ct);
        return found;
    }

    private async Task Tell(AuditVerification found, CancellationToken ct)
    {
        var (today, language) = (clock.Today(), controller.StaffLanguage);
        var staff = await db.Users.AsNoTracking().ToListAsync(ct);
        foreach (var officer in staff.Where(s => s.IsActiveOn(today) && s.Holds(Permission.ViewAudit)))
        {
            if (EmailAddress.TryParse(officer.Email, out var email))
                db.Add(OutgoingEmail.To(email, null, language, MailTexts.In(language, "LogBroken.Subject"), MailTexts.In(language, "LogBroken.Body", found.Faults, address.Link("/admin/audit-log")), clock));
        }
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>What the desk owes on a morning: numbers only.</summary>
/// <param name="OverdueNotices">To recipients of data, not acknowledged for long.</param>
public sealed record RequestDigest(int Overdue, int DueSoon, int Unassigned, int NewMessages, int OverdueNotices)
{
    public bool IsEmpty => this is { Overdue: 0, DueSoon: 0, NewMessages: 0, OverdueNotices: 0 };
}

/// <summary>Tells the privacy officers each morning how many requests are overdue or soon due. The mail has counts and a link, and nothing of anybody (N32).</summary>
public sealed class SendRequestDigest(RegisterContext db, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    /// <returns>How many mails were made; none when nothing is late, due or unread.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var digest = await Count(ct);
        if (digest.IsEmpty)
            return 0;
        var today = clock.Today();
        var officers = (await db.Users.AsNoTracking().ToListAsync(ct)).Where(a => a.IsActiveOn(today) && a.Roles.Contains(StaffRole.PrivacyOfficer)).ToList();
        foreach (var officer in officers)
        {
            db.Add(OutgoingEmail.To(EmailAddress.Parse(officer.Email!), null, controller.StaffLanguage,
                MailTexts.In(controller.StaffLanguage, "RequestDigest.Subject", digest.Overdue, digest.DueSoon),
                MailTexts.In(controller.StaffLanguage, "RequestDigest.Body", digest.Overdue, digest.DueSoon, RequestsDue.SoonDays, digest.Unassigned, digest.NewMessages, address.Link("/staff/requests"), digest.OverdueNotices),
                clock));
        }

        await db.SaveChangesAsync(ct);
        return officers.Count;
    }

    private async Task<RequestDigest> Count(CancellationToken ct)
    {
        var asked = RequestQuestion.On(clock.Today());
        var noticedBefore = clock.Now() - RecipientNotice.OverdueAfter;
        // In the words of the desk's index.
        var open = db.Requests.AsNoTracking().Where(r => r.DecidedAt == null && r.WithdrawnAt == null);
        return new(
            await open.Due(RequestDue.Overdue, asked).CountAsync(ct),
            await open.Due(RequestDue.Soon, asked).CountAsync(ct),
            await open.CountAsync(r => r.AssignedTo == null, ct),
            await open.CountAsync(r => r.HasNewMessage, ct),
            await db.RecipientNotices.CountAsync(n => n.Outcome == null && n.MadeAt <= noticedBefore, ct));
    }
}

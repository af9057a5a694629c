using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <summary>Staff look at one notice: of somebody who has gone, by what the recipient knows them. Logged.</summary>
public sealed class ViewRecipientNotice(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null where there is none; then nothing is logged.</returns>
    public async Task<ListedNotice?> Run(RecipientNoticeId id, Actor actor, CancellationToken ct)
    {
        var found = await db.RecipientNotices.AsNoTracking().Where(n => n.Id == id).Select(n => new ListedNotice(n,
            db.Requests.Where(r => r.Id == n.RequestId).Select(r => (long?)r.Number).FirstOrDefault(),
            db.OutgoingEmails.Where(m => m.Id == n.MailId).Select(m => (EmailState?)m.State).FirstOrDefault())).SingleOrDefaultAsync(ct);
        if (found is not null)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.RecipientNoticeOpened, clock, found.Notice.CustomerId, id.Value), ct);
        return found;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <summary>Mails notices again that were not acknowledged. After the last mail they stand on the desk as overdue until somebody settles them.</summary>
public sealed class RemindRecipients(RegisterContext db, SettleNotice settle, TimeProvider clock)
{
    private const int AtOnce = 100;

    private static readonly Actor Job = Actor.System("recipient-reminders", "requests");

    /// <returns>How many mails were written.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var before = clock.Now() - RecipientNotice.MailAgainAfter;
        var mailed = 0;
        while (true)
        {
            // What is mailed is no longer due, so each turn finds others.
            var due = await db.RecipientNotices.AsNoTracking().Where(n => n.Outcome == null && n.Mails < RecipientNotice.MostMails && n.MailedAt <= before)
                .OrderBy(n => n.MadeAt).Take(AtOnce).Select(n => n.Id).ToListAsync(ct);
            if (due.Count == 0)
                return mailed;
            var written = 0;
            foreach (var id in due)
            {
                written += (await settle.SendAgain(id, Job, ct)).Succeeded ? 1 : 0;
                db.ChangeTracker.Clear();
            }

            mailed += written;
            if (written == 0)
                return mailed;
        }
    }
}

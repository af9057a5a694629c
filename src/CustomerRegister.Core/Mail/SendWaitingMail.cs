using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CustomerRegister.Mail;

/// <summary>Hands the mails that are due to the server, oldest first. What fails is tried again later, and at last given up visibly.</summary>
public sealed class SendWaitingMail(RegisterContext db, IMailTransport transport, TimeProvider clock, ILogger<SendWaitingMail> log)
{
    private const int AtOnce = 50;

    /// <returns>How many were sent.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var now = clock.Now();
        var due = await Due(marketing: false, AtOnce);
        // Nobody waits for marketing: it goes where there is room.
        if (due.Count < AtOnce)
            due.AddRange(await Due(marketing: true, AtOnce - due.Count));
        var sent = 0;
        foreach (var mail in due)
        {
            // Who has forbidden it since it was written does not get it.
            if (mail.IsMarketing && !await MayReach(mail, ct))
            {
                mail.Withhold();
                await db.SaveChangesAsync(ct);
                continue;
            }

            mail.BeginAttempt(clock.Now());
            await db.SaveChangesAsync(ct);
            try
            {
                await transport.Send(mail.Id, mail.Recipient!, mail.Subject, mail.Body!, mail.Language, mail.Unsubscribe, ct);
                mail.Succeeded(clock.Now());
                sent++;
            }
            catch (MailRefusedException refused)
            {
                mail.Failed(refused.Code, refused.ForGood);
                log.LogWarning("Mail {MailId} was not sent: {Code}; attempt {Attempt}, {State}", mail.Id.Value, refused.Code, mail.Attempts, mail.State);
            }

            await db.SaveChangesAsync(ct);
        }

        return sent;

        Task<List<OutgoingEmail>> Due(bool marketing, int most) => db.OutgoingEmails
            .Where(m => m.State == EmailState.Waiting && m.IsMarketing == marketing && m.NextAttemptAt <= now)
            .OrderBy(m => m.NextAttemptAt).Take(most).ToListAsync(ct);
    }

    private async Task<bool> MayReach(OutgoingEmail mail, CancellationToken ct)
    {
        var use = await db.MarketingMails.Where(m => m.Id == mail.MarketingMailId).Select(m => (BanKind?)m.Use).SingleOrDefaultAsync(ct);
        // The address is the one of today, or none: a changed one may be somebody else's by now.
        return use is { } one && await new ReachableCustomers(db).For(one, ReachedBy.Email).Where(c => c.Id == mail.CustomerId)
            .Select(c => c.Email).SingleOrDefaultAsync(ct) is { } email && email.ToString() == mail.Recipient;
    }
}

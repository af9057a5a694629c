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
        var due = await db.OutgoingEmails
            .Where(m => m.State == EmailState.Waiting && m.NextAttemptAt <= now)
            .OrderBy(m => m.NextAttemptAt).Take(AtOnce).ToListAsync(ct);
        var sent = 0;
        foreach (var mail in due)
        {
            mail.BeginAttempt(clock.Now());
            await db.SaveChangesAsync(ct);
            try
            {
                await transport.Send(mail.Id, mail.Recipient!, mail.Subject, mail.Body!, mail.Language, ct);
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
    }
}

using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;

namespace CustomerRegister.Disclosures;

/// <summary>Writes the mail that a recipient gets about a notice, with a link that no earlier mail had. To be saved by the caller.</summary>
public sealed class MailRecipient(RegisterContext db, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    internal void Write(RecipientNotice notice, Recipient recipient)
    {
        var (secret, again) = (LinkSecret.New(), notice.Mails > 0);
        // The mail leads to nobody: it outlives whoever it is about.
        var mail = OutgoingEmail.To(recipient.Email, null, recipient.Language,
            MailTexts.In(recipient.Language, again ? "RecipientNotice.AgainSubject" : "RecipientNotice.Subject", controller.Name),
            MailTexts.In(recipient.Language, "RecipientNotice.Body", controller.Name, address.Link($"/told?secret={secret.Text}"), controller.ContactLine), clock);
        db.Add(mail);
        notice.Mailed(mail.Id, secret.Hash, clock.Now());
    }
}

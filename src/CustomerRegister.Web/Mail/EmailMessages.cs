using CustomerRegister.Mail;
using CustomerRegister.Notices;
using MimeKit;

namespace CustomerRegister.Web.Mail;

/// <summary>Builds the message that goes out, the same for every transport.</summary>
public sealed class EmailMessages(MailSettings settings, ControllerDetails controller, TimeProvider clock)
{
    public MimeMessage Build(OutgoingEmailId id, string recipient, string subject, string body, Language language, string? unsubscribe = null)
    {
        var from = MailboxAddress.Parse(settings.From);
        from.Name = controller.Name;
        var message = new MimeMessage
        {
            MessageId = $"{id.Value:N}@{from.Domain}",
            Date = clock.GetUtcNow(),
            Subject = subject,
            Body = new TextPart("plain") { Text = $"{body}\n\n{Signature(language)}" },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(recipient));
        message.Headers.Add(HeaderId.ContentLanguage, language.Code());
        // Nobody's holiday answer is wanted (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (unsubscribe is not null)
        {
            // One click in the reader's mail program is enough (RFC 8058).
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }

    // Put here, where every mail passes, so that none can be without it (N1). The first line is the one by which mail programs know a signature (RFC 3676).
    private string Signature(Language language) => string.Join('\n', ControllerSignature.Lines(controller, language).Prepend("-- "));
}

using CustomerRegister.Customers;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using MimeKit;

namespace CustomerRegister.Web.Mail;

/// <summary>
/// Builds the message that goes out, the same for every transport. Whatever stands in the texts, it stays text: a line break or another control character would begin a header, a reader or a mail
/// of somebody else's (CWE-93; RFC 5321 section 4.1.1.4).
/// </summary>
public sealed class EmailMessages(MailSettings settings, ControllerDetails controller, TimeProvider clock)
{
    public MimeMessage Build(OutgoingEmailId id, string recipient, string subject, string body, Language language, string? unsubscribe = null)
    {
        var from = MailboxAddress.Parse(settings.From);
        from.Name = WrittenText.OneLine(controller.Name);
        // What is stored is believed to be an address because it is one, not because it is stored.
        if (!EmailAddress.TryParse(recipient, out var reader))
            throw new MailRefusedException("NoAddress", forGood: true);
        var message = new MimeMessage
        {
            MessageId = $"{id.Value:N}@{from.Domain}",
            Date = clock.GetUtcNow(),
            Subject = WrittenText.OneLine(subject) ?? "",
            Body = new TextPart("plain") { Text = WrittenText.Lines($"{body}\n\n{Signature(language)}") ?? "" },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(reader.Value));
        message.Headers.Add(HeaderId.ContentLanguage, language.Code());
        // Nobody's holiday answer is wanted (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (unsubscribe is not null)
        {
            // One click in the reader's mail program is enough (RFC 8058).
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{WrittenText.OneLine(unsubscribe)}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }

    // Put here, where every mail passes, so that none can be without it (N1). The first line is the one by which mail programs know a signature (RFC 3676).
    private string Signature(Language language) => string.Join('\n', ControllerSignature.Lines(controller, language).Prepend("-- "));
}

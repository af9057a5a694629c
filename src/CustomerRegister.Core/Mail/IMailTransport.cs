namespace CustomerRegister.Mail;

/// <summary>The edge to the mail server: hands one message over, or throws <see cref="MailRefusedException"/>.</summary>
public interface IMailTransport
{
    /// <param name="id">Becomes the Message-ID, so that a message sent twice after a crash is recognised as one.</param>
    /// <param name="unsubscribe">Where the reader forbids such mails by one click (RFC 8058); null for mail that nobody can forbid.</param>
    Task Send(OutgoingEmailId id, string recipient, string subject, string body, Language language, string? unsubscribe, CancellationToken ct);
}

/// <summary>The server did not take the message. Carries the status code only: servers quote addresses in their words.</summary>
/// <param name="forGood">Trying again is of no use.</param>
public sealed class MailRefusedException(string code, bool forGood) : Exception($"The mail server answered {code}.")
{
    public string Code { get; } = code;
    public bool ForGood { get; } = forGood;
}

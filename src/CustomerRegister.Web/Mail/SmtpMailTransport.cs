using System.Globalization;
using System.Net.Sockets;
using CustomerRegister.Mail;
using MailKit.Net.Smtp;
using MailKit.Security;
using ProtocolException = MailKit.ProtocolException;

namespace CustomerRegister.Web.Mail;

/// <summary>Hands messages to the organisation's mail server.</summary>
public sealed class SmtpMailTransport(MailSettings settings, EmailMessages messages) : IMailTransport
{
    public async Task Send(OutgoingEmailId id, string recipient, string subject, string body, Language language, string? unsubscribe, CancellationToken ct)
    {
        using var client = new SmtpClient();
        try
        {
            var smtp = settings.Smtp;
            var security = smtp.Port == 465 ? SecureSocketOptions.SslOnConnect
                : smtp.RequireTls ? SecureSocketOptions.StartTls
                : SecureSocketOptions.StartTlsWhenAvailable;
            await client.ConnectAsync(smtp.Host, smtp.Port, security, ct);
            if (!string.IsNullOrEmpty(smtp.User))
                await client.AuthenticateAsync(smtp.User, smtp.Password ?? "", ct);
            await client.SendAsync(messages.Build(id, recipient, subject, body, language, unsubscribe), ct);
            await client.DisconnectAsync(true, ct);
        }
        catch (SmtpCommandException refused)
        {
            var code = (int)refused.StatusCode;
            throw new MailRefusedException(code.ToString(CultureInfo.InvariantCulture), forGood: code >= 500);
        }
        catch (Exception failed) when (failed is SocketException or IOException or AuthenticationException or SslHandshakeException or ProtocolException)
        {
            throw new MailRefusedException(failed.GetType().Name, forGood: false);
        }
    }
}

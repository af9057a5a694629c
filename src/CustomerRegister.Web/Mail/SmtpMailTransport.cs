using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
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
            if (smtp.Authority is { } authority)
                Trust(client, authority);
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
        catch (Exception failed) when (failed is SocketException or IOException or AuthenticationException or SslHandshakeException or ProtocolException or NotSupportedException)
        {
            throw new MailRefusedException(failed.GetType().Name, forGood: false);
        }
    }

    /// <summary>Beside the usual authorities, the organisation's own: its certificates are given out without lists of revoked ones.</summary>
    private static void Trust(SmtpClient client, string authority)
    {
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            if (errors == SslPolicyErrors.None)
                return true;
            // A certificate of another name is of another server, whoever signed it.
            if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
            using var presented = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));
            return chain.Build(presented);
        };
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CustomerRegister.Tests.Mail;

/// <summary>A mail server that speaks SMTP over a real connection (RFC 5321) with STARTTLS (RFC 3207) and AUTH (RFC 4954), and answers as it is told.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "rekisteri";
    public const string Password = "salaisuus";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate = Certificate("localhost");
    private readonly CancellationTokenSource stopped = new();
    private readonly Task listening;

    public SmtpServer()
    {
        listener.Start();
        AuthorityFile = Path.GetTempFileName();
        File.WriteAllText(AuthorityFile, certificate.ExportCertificatePem());
        listening = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What a client must trust; see the setting <c>Mail:Smtp:Authority</c>.</summary>
    public string AuthorityFile { get; }

    public bool OffersTls { get; set; } = true;

    /// <summary>What it answers to each RCPT TO.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 ok";

    /// <summary>Every command as it came, the ones under TLS marked.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    public ConcurrentQueue<string> Messages { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        await listening;
        certificate.Dispose();
        stopped.Dispose();
        File.Delete(AuthorityFile);
    }

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopped.Token);
                try
                {
                    await Converse(client.GetStream());
                }
                catch (Exception broken) when (broken is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client hung up, or did not trust the certificate: the next one may.
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Converse(Stream stream)
    {
        var encrypted = false;
        await Say(stream, "220 localhost ESMTP");
        while (await ReadLine(stream) is { } line)
        {
            Heard.Enqueue(encrypted ? $"TLS {line}" : line);
            var verb = line.Split(' ', 2)[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO":
                    await Say(stream, $"250-localhost\r\n{(OffersTls && !encrypted ? "250-STARTTLS\r\n" : "")}{(encrypted ? "250-AUTH PLAIN\r\n" : "")}250 SMTPUTF8");
                    break;
                case "STARTTLS":
                    await Say(stream, "220 go ahead");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopped.Token);
                    (stream, encrypted) = (tls, true);
                    break;
                case "AUTH":
                    var given = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).Split('\0');
                    await Say(stream, given is [_, User, Password] ? "235 welcome" : "535 no");
                    break;
                case "RCPT":
                    await Say(stream, Recipient(line));
                    break;
                case "DATA":
                    await Say(stream, "354 go on");
                    var text = new StringBuilder();
                    while (await ReadLine(stream) is { } part && part != ".")
                        text.AppendLine(part);
                    Messages.Enqueue(text.ToString());
                    await Say(stream, "250 taken");
                    break;
                case "QUIT":
                    await Say(stream, "221 bye");
                    return;
                default:
                    await Say(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task Say(Stream stream, string line)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), stopped.Token);
        await stream.FlushAsync(stopped.Token);
    }

    // Byte by byte: what follows STARTTLS belongs to the encrypted conversation, and no reader may take it beforehand.
    private async Task<string?> ReadLine(Stream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stopped.Token) == 1)
        {
            if (one[0] == '\n')
                return Encoding.UTF8.GetString([.. bytes]).TrimEnd('\r');
            bytes.Add(one[0]);
        }

        return null;
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

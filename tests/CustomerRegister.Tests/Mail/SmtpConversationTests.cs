using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace CustomerRegister.Tests.Mail;

/// <summary>The program's own transport in a real SMTP conversation, from the step of a request to what the desk shows.</summary>
public abstract class SmtpConversationTests(Engine engine) : AppTest(engine)
{
    private readonly SmtpServer server = new();

    protected override TestApp NewApp() => new(Database)
    {
        Settings =
        {
            ["Mail:Transport"] = "Smtp",
            ["Mail:From"] = "rekisteri@example.fi",
            ["Mail:Smtp:Host"] = "localhost",
            ["Mail:Smtp:Port"] = $"{server.Port}",
            ["Mail:Smtp:User"] = SmtpServer.User,
            ["Mail:Smtp:Password"] = Password,
            ["Mail:Smtp:Authority"] = server.AuthorityFile,
        },
    };

    private string Password { get; set; } = SmtpServer.Password;

    [Fact]
    public async Task A_mail_goes_encrypted_and_signed_in_and_its_text_arrives()
    {
        await AnsweredRequest();

        Assert.Equal(1, await Send());

        var heard = server.Heard.ToList();
        Assert.Contains("STARTTLS", heard);
        Assert.Contains(heard, line => line.StartsWith("TLS AUTH", StringComparison.Ordinal));
        Assert.DoesNotContain(heard, line => line.StartsWith("MAIL", StringComparison.Ordinal) || line.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.Contains(heard, line => line.StartsWith("TLS RCPT TO:<pirkko@example.fi>", StringComparison.Ordinal));
        var message = Assert.Single(server.Messages);
        Assert.Contains("Auto-Submitted: auto-generated", message, StringComparison.Ordinal);
        Assert.Contains("Content-Language: fi", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passing_refusal_is_tried_again_and_a_refusal_for_good_is_reported_on_the_request()
    {
        var id = await AnsweredRequest();
        server.Recipient = _ => "451 try later";
        Assert.Equal(0, await Send());
        Assert.Equal((EmailState.Waiting, "451"), await State(id));

        App.Clock.Advance(TimeSpan.FromMinutes(2));
        server.Recipient = _ => "550 pirkko@example.fi is unknown here";
        Assert.Equal(0, await Send());
        Assert.Equal((EmailState.GivenUp, "550"), await State(id));
        Assert.Empty(server.Messages);

        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Palvelimen vastaus 550, yrityksiä 2", browser.Text, StringComparison.Ordinal);
        App.Log.HoldsNone("pirkko@example.fi");
    }

    [Fact]
    public async Task Without_encryption_nothing_is_told()
    {
        server.OffersTls = false;
        var id = await AnsweredRequest();

        Assert.Equal(0, await Send());

        Assert.Equal(EmailState.Waiting, (await State(id)).State);
        Assert.DoesNotContain(server.Heard, line => line.Contains("AUTH", StringComparison.Ordinal) || line.Contains("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_again_later_and_sends_nothing_meanwhile()
    {
        Password = "väärä";
        var id = await AnsweredRequest();

        Assert.Equal(0, await Send());

        Assert.Equal((EmailState.Waiting, "AuthenticationException"), await State(id));
        Assert.Empty(server.Messages);
    }

    [Fact]
    public async Task Whatever_is_written_into_a_mail_adds_no_header_no_reader_and_no_second_mail()
    {
        const string evil = "\r\nBcc: eve@example.com\rX-Eve: 1\n\u0085X-Eve: 2\u2028X-Eve: 3\u202e\r\n\r\nX\r.\r\nMAIL FROM:<eve@example.com>\n.\nRCPT TO:<eve@example.com>\r\n.\r\nRSET";
        App.Settings["Register:Name"] = $"Esimerkki Oy{evil}";
        await Waits(EmailAddress.Parse("pirkko@example.fi"), $"Tilaus{evil[..120]}", $"Hei{evil}");
        await Waits(EmailAddress.FromStored("eino@example.fi>\r\nRCPT TO:<eve@example.com"), "Tilaus", "Hei");

        Assert.Equal(1, await Send());

        foreach (var verb in new[] { "MAIL", "RCPT", "DATA" })
            Assert.Single(server.Heard, line => line.StartsWith($"TLS {verb}", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Heard, line => line.Contains("RSET", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Heard, line => line.Contains("eve@", StringComparison.Ordinal));
        using var message = Read(Assert.Single(server.Messages));
        Assert.Equal(["Auto-Submitted", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"], message.Headers.Select(h => h.Field).Order(StringComparer.Ordinal));
        Assert.All(message.Body!.Headers, h => Assert.StartsWith("Content-", h.Field, StringComparison.Ordinal));
        Assert.Equal(("rekisteri@example.fi", "pirkko@example.fi"), (Assert.Single(message.From.Mailboxes).Address, Assert.Single(message.To.Mailboxes).Address));
        Assert.StartsWith("Tilaus  Bcc: eve@example.com X-Eve: 1", message.Subject, StringComparison.Ordinal);
        // What was text is read as text, to its end.
        Assert.Contains("RSET", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("1234567-1", message.TextBody, StringComparison.Ordinal);
        var broken = await App.Stored(db => db.OutgoingEmails.AsNoTracking().SingleAsync(m => m.State != EmailState.Sent));
        Assert.Equal((EmailState.GivenUp, "NoAddress"), (broken.State, broken.LastFailure));
    }

    [Fact]
    public void No_control_character_gets_into_a_header()
    {
        var messages = App.Services.GetRequiredService<EmailMessages>();
        foreach (var c in Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Concat(Enumerable.Range(0x2028, 7)).Concat(Enumerable.Range(0x2066, 4)).Select(n => (char)n))
        {
            using var built = messages.Build(EntityKey.New<OutgoingEmailId>(App.Clock), "pirkko@example.fi", $"Tilaus{c}Bcc: eve@example.com", "Hei", Language.Fi, $"http://localhost/{c}Bcc: eve@example.com");
            using var message = Read(built.ToString());
            Assert.Empty(message.Bcc);
            Assert.Equal("Tilaus Bcc: eve@example.com", message.Subject);
            Assert.DoesNotContain(c, message.Headers[HeaderId.ListUnsubscribe]!);
            Assert.Throws<MailRefusedException>(() => messages.Build(EntityKey.New<OutgoingEmailId>(App.Clock), $"pirkko@example.fi{c}", "Tilaus", "Hei", Language.Fi));
        }
    }

    private static MimeMessage Read(string message) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(message)));

    private Task Waits(EmailAddress recipient, string subject, string body) => App.Use(async (RegisterContext db) =>
    {
        db.Add(OutgoingEmail.To(recipient, null, Language.Fi, subject, body, App.Clock));
        await db.SaveChangesAsync();
    });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<RequestId> AnsweredRequest()
    {
        var customer = await Given.Customer(email: "pirkko@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        return id;
    }

    private Task<int> Send() => App.Use((SendWaitingMail send) => send.Run(default));

    private async Task<(EmailState State, string? Failure)> State(RequestId id)
    {
        var mail = await App.Stored(db => db.OutgoingEmails.AsNoTracking().SingleAsync(m => m.RequestId == id));
        return (mail.State, mail.LastFailure);
    }

    public sealed class OnSqlite() : SmtpConversationTests(Engine.Sqlite);

    public sealed class OnPostgres() : SmtpConversationTests(Engine.Postgres);
}

using CustomerRegister.Mail;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

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

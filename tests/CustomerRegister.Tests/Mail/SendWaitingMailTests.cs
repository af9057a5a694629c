using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerRegister.Tests.Mail;

public abstract class SendWaitingMailTests(Engine engine) : AppTest(engine)
{
    private sealed class Server : IMailTransport
    {
        public Func<Exception?> Answer { get; set; } = () => null;
        public List<OutgoingEmailId> Taken { get; } = [];

        public Task Send(OutgoingEmailId id, string recipient, string subject, string body, Language language, string? unsubscribe, CancellationToken ct)
        {
            if (Answer() is { } failure)
                throw failure;
            Taken.Add(id);
            return Task.CompletedTask;
        }
    }

    private readonly Server server = new();

    private async Task<OutgoingEmailId> AMailWaits()
    {
        var mail = OutgoingEmail.To(EmailAddress.Parse("aino@example.fi"), null, Language.Fi, "Linkki", "Salainen linkki", App.Clock);
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(mail);
            await db.SaveChangesAsync();
        });
        return mail.Id;
    }

    private Task<int> Run() => App.Use((RegisterContext db) => new SendWaitingMail(db, server, App.Clock, NullLogger<SendWaitingMail>.Instance).Run(CancellationToken.None));

    private Task<OutgoingEmail> Stored(OutgoingEmailId id) => App.Stored(db => db.OutgoingEmails.SingleAsync(m => m.Id == id));

    [Fact]
    public async Task A_sent_mail_is_sent_once_and_keeps_neither_its_text_nor_its_address()
    {
        var id = await AMailWaits();
        Assert.Equal(1, await Run());
        Assert.Equal(0, await Run());

        Assert.Equal([id], server.Taken);
        var mail = await Stored(id);
        Assert.Equal((EmailState.Sent, null, null), (mail.State, mail.Body, mail.Recipient));
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again_later_and_not_before()
    {
        var id = await AMailWaits();
        server.Answer = () => new MailRefusedException("451", forGood: false);
        await Run();
        server.Answer = () => null;
        Assert.Equal(0, await Run());

        App.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Run());
        Assert.Equal(2, (await Stored(id)).Attempts);
    }

    [Fact]
    public async Task A_refusal_for_good_is_given_up_at_once_and_says_why()
    {
        var id = await AMailWaits();
        server.Answer = () => new MailRefusedException("550", forGood: true);
        await Run();
        var mail = await Stored(id);
        Assert.Equal((EmailState.GivenUp, "550"), (mail.State, mail.LastFailure));
    }

    [Fact]
    public async Task What_fails_without_end_is_given_up()
    {
        var id = await AMailWaits();
        server.Answer = () => new MailRefusedException("421", forGood: false);
        for (var i = 0; i < OutgoingEmail.MostAttempts + 3; i++)
        {
            await Run();
            App.Clock.Advance(TimeSpan.FromHours(7));
        }

        var mail = await Stored(id);
        Assert.Equal((EmailState.GivenUp, OutgoingEmail.MostAttempts), (mail.State, mail.Attempts));
    }

    [Fact]
    public async Task A_process_that_dies_while_sending_leaves_the_mail_to_be_tried_again()
    {
        var id = await AMailWaits();
        server.Answer = () => new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(Run);
        Assert.Equal((EmailState.Waiting, 1), ((await Stored(id)).State, (await Stored(id)).Attempts));

        server.Answer = () => null;
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Run());
    }

    public sealed class OnSqlite() : SendWaitingMailTests(Engine.Sqlite);

    public sealed class OnPostgres() : SendWaitingMailTests(Engine.Postgres);
}

using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Customers take back requests of their own.</summary>
public abstract class WithdrawRequestTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task A_request_is_withdrawn_after_a_question_and_leaves_the_desk()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.RequestFrom(customer.Id);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}");
        await browser.Follow("Peru pyyntö");
        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);

        await browser.Press("Peru pyyntö");

        Assert.Contains("Pyyntösi on peruttu.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("22.11.2026: peruit pyynnön.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.Withdrawn, (await App.Stored(id)).State);
        Assert.Contains(AuditAction.RequestWithdrawn, await App.Logged(customer.Id));
        // A new one may be made.
        Assert.NotEqual(id, await App.RequestFrom(customer.Id));
    }

    [Fact]
    public async Task Nobody_withdraws_or_sees_another_persons_request()
    {
        var other = await Given.Customer(email: "eeva@example.fi");
        var id = await App.RequestFrom(other.Id);
        var customer = await Given.Customer(email: "aino@example.fi");
        var own = await App.RequestFrom(customer.Id);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{own.Value}/withdraw");
        var token = browser.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        await browser.Post($"/my/requests/{id.Value}/withdraw", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.Get($"/my/requests/{id.Value}/withdraw");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);

        Assert.Equal(RequestState.Received, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task An_answered_request_cannot_be_withdrawn()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}/withdraw");
        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        await browser.Press("Peru pyyntö");

        Assert.Contains("ei voi enää perua", browser.Text, StringComparison.Ordinal);
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task While_identity_is_waited_for_withdrawing_ends_the_wait()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.RequestFrom(customer.Id);
        await App.Use((AskForIdentity ask) => ask.Run(id, Actor.System("test", "test"), CancellationToken.None));

        var outcome = await App.Use((WithdrawRequest withdraw) => withdraw.Run(customer.Id, id, Actor.System("test", "test"), CancellationToken.None));

        Assert.True(outcome.Succeeded);
        Assert.All((await App.Stored(id)).Pauses, pause => Assert.NotNull(pause.To));
        Assert.Equal(1, await App.Stored(db => db.Requests.CountAsync()));
    }

    public sealed class OnSqlite() : WithdrawRequestTests(Engine.Sqlite);

    public sealed class OnPostgres() : WithdrawRequestTests(Engine.Postgres);
}

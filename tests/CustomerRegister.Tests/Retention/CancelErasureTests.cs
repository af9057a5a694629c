using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>A granted erasure is stopped while it waits.</summary>
public abstract class CancelErasureTests(Engine engine) : RequestedErasureTest(engine)
{
    [Fact]
    public async Task The_person_stops_it_while_it_waits_and_nobody_else_can()
    {
        var customer = await Somebody();
        var id = await Granted(customer.Id);
        var other = await Given.Customer(email: "eeva@example.fi");
        var others = await App.EstablishedRequestFrom(other.Id, RequestType.Erasure);
        Assert.True((await App.Decide(others, grant: true)).Succeeded);
        using var stranger = await App.Entered(other);
        await stranger.Get($"/my/requests/{others.Value}");
        var token = stranger.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await stranger.Post($"/my/requests/{id.Value}?handler=CancelErasure", ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(RequestedErasureState.Waiting, (await Stored(id)).State);
        using var browser = await App.Entered(customer);
        await browser.Get($"/my/requests/{id.Value}");

        await browser.Press("Peru poisto");

        Assert.Contains("Poisto on peruttu. Mitään ei poistettu.", browser.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromDays(4));
        await Erase();
        Assert.True(await App.Stored(db => db.Customers.AnyAsync(c => c.Id == customer.Id, Ct)));
        Assert.Single(await Log(AuditAction.ErasureCancelled));
    }

    [Fact]
    public async Task The_privacy_officer_stops_it_but_customer_service_does_not()
    {
        var customer = await Somebody();
        var id = await Granted(customer.Id);
        var service = await Given.SignedIn(StaffRole.CustomerService);
        await service.Get($"/staff/requests/{id.Value}");
        Assert.Empty(service.Page.QuerySelectorAll("form[action*=CancelErasure]"));
        var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{id.Value}");

        await officer.Press("Peru poisto");

        Assert.Equal(RequestedErasureState.Cancelled, (await Stored(id)).State);
        var again = await App.Use((CancelErasure cancel) => cancel.Run(id, null, Actor.System("test", "test"), Ct));
        Assert.Equal(CancelErasureRefusal.TooLate, again.Refusal);
    }

    public sealed class OnSqlite() : CancelErasureTests(Engine.Sqlite);

    public sealed class OnPostgres() : CancelErasureTests(Engine.Postgres);
}

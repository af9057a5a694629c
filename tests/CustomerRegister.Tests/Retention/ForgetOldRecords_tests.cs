using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Mails, answered requests and sign-ins go by their own periods, by themselves.</summary>
[Clause("N20")]
public abstract class ForgetOldRecords_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Each_goes_when_its_own_period_is_over_and_what_is_under_way_stays()
    {
        var customer = await Given.Customer(email: "aino@esimerkki.example");
        var answered = await App.EstablishedRequestFrom(customer.Id, RequestType.Access);
        Assert.True((await App.Decide(answered, grant: false, "Zyxelqvist ei saa tietoja.")).Succeeded);
        var open = await App.RequestFrom(customer.Id);
        using (await App.Entered(customer))
        {
        }

        Assert.Equal(new OldRecords(0, 0, 0), await Forget());

        App.Clock.Advance(TimeSpan.FromDays(367));
        var first = await Forget();
        Assert.True(first is { Mails: > 0, Requests: 0, PortalUse: > 0 });
        Assert.Equal(0, await App.Stored(db => db.PortalSessions.CountAsync(Ct)));
        App.Clock.Advance(TimeSpan.FromDays(2 * 366));
        Assert.Equal(1, (await Forget()).Requests);

        var requests = await App.Stored(db => db.Requests.AsNoTracking().ToDictionaryAsync(r => r.Id, Ct));
        Assert.Equal((null, null, null), (requests[answered].CustomerId, requests[answered].DecisionReasons, requests[answered].Message));
        Assert.Equal(customer.Id, requests[open].CustomerId);
        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Equal(3, (await Log(AuditAction.OldRecordsForgotten)).Select(e => e.Fields).Distinct().Count());
        Assert.Equal(0, (await Forget()).Requests);
    }

    private Task<OldRecords> Forget() => App.Use((ForgetOldRecords forget) => forget.Run(Ct));

    public sealed class OnSqlite() : ForgetOldRecords_tests(Engine.Sqlite);

    public sealed class OnPostgres() : ForgetOldRecords_tests(Engine.Postgres);
}

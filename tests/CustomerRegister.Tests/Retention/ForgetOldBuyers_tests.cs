using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

[Clause("N19")]
public abstract class ForgetOldBuyers_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Voucher_of_an_erased_customer_loses_its_buyer_when_its_period_ends_and_not_before()
    {
        var people = await PeopleWhoLeft(2);
        await InvoiceTo(people[0].Id, new DateOnly(2020, 3, 1), paid: true);
        // This customer stays, and so does all of the invoice.
        await OrganisationOf("Wartian Herkku", people[1].Id);
        await InvoiceTo(people[1].Id, new DateOnly(2020, 3, 1), paid: true);
        await CarriedOut(await Started());

        App.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 31, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(0, await Forget());
        App.Clock.SetUtcNow(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await Forget());
        Assert.Equal(0, await Forget());

        var buyers = await App.Stored(db => db.Invoices.OrderBy(i => i.Number).Select(i => i.BuyerName).ToListAsync(Ct));
        Assert.Equal([null, "Ostaja"], buyers);
        Assert.Single(await Log(AuditAction.BuyerForgotten));
    }

    private Task<int> Forget() => App.Use((ForgetOldBuyers forget) => forget.Run(Ct));

    public sealed class OnSqlite() : ForgetOldBuyers_tests(Engine.Sqlite);

    public sealed class OnPostgres() : ForgetOldBuyers_tests(Engine.Postgres);
}

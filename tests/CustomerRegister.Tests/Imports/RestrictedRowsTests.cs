using CustomerRegister.Imports;
using CustomerRegister.Restrictions;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

/// <summary>A file takes in no order of somebody whose data is restricted (N39; GDPR Art. 18(2)).</summary>
public abstract class RestrictedRowsTests(Engine engine) : ImportTest(engine)
{
    [Fact]
    [Clause("N39")]
    public async Task Orders_of_a_restricted_customer_are_rejected_with_the_reason_and_come_in_once_the_restriction_is_lifted()
    {
        await ImportReal(Northwind.Customers);
        await using var db = Database.Open();
        var before = await db.Customers.AsNoTracking().SingleAsync(c => c.SourceKey == "northwind:WARTH");
        var restriction = Restriction.Place(before.Id, RestrictionReason.UnlawfulButKept, null, Clock);
        await Arrange(d => d.Add(restriction), customer: before.Id);

        var import = await ImportReal(Northwind.Orders);

        Assert.Equal((815, 15), (import.Imported, import.Rejected));
        Assert.All(await Stored(d => d.ImportRejections.Where(r => r.ImportId == import.Id).ToListAsync(Ct)),
            rejected => Assert.Equal((ImportReason.Restricted, ImportField.CustomerKey), (rejected.Reason, rejected.Field!.Value)));
        Assert.Equal((0, before.RelationshipStart, before.Version), await Now());

        await Stored(d => d.Restrictions.Where(r => r.Id == restriction.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.LiftedAt, Clock.GetUtcNow().UtcDateTime), Ct));
        import = await ImportReal(Northwind.Orders);
        Assert.Equal((15, 0), (import.Imported, import.Rejected));
        Assert.Equal(15, (await Now()).Orders);

        Task<(int Orders, DateOnly Start, long Version)> Now() => Stored(async d =>
        {
            var now = await d.Customers.AsNoTracking().SingleAsync(c => c.Id == before.Id, Ct);
            return (await d.Orders.CountAsync(o => o.CustomerId == before.Id, Ct), now.RelationshipStart, now.Version);
        });
    }

    public sealed class OnSqlite() : RestrictedRowsTests(Engine.Sqlite);

    public sealed class OnPostgres() : RestrictedRowsTests(Engine.Postgres);
}

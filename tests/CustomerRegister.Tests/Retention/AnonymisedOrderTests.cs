using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Orders live on as statistics that lead to nobody (N42).</summary>
[Clause("N42")]
[Clause("N2")]
public abstract class AnonymisedOrderTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task An_order_keeps_its_month_and_a_postal_area_of_many_people_and_no_join_leads_back()
    {
        App.Settings["Retention:SmallestArea"] = "3";
        await Neighbours("00100", 3);
        await Neighbours("90500", 1);
        await Neighbours("90520", 2);
        var people = await PeopleWhoLeft(3);
        foreach (var (person, code) in people.Zip(["00100", "90500", "99999"]))
            await Delivered(person.Id, code);
        var voucher = await InvoiceTo(people[0].Id, new DateOnly(2025, 1, 1), paid: true);
        Assert.Equal(3, await App.Use((CountPostalAreas count) => count.Run(Ct)));

        await CarriedOut(await Started());

        var orders = await App.Stored(db => db.Orders.AsNoTracking().Where(o => o.CustomerId == null).OrderBy(o => o.Number).ToListAsync(Ct));
        Assert.Equal(["00100", "90", null], orders.Select(o => o.Area));
        Assert.All(orders, o => Assert.Equal((new DateOnly(1998, 5, 1), new DateOnly(1998, 6, 1)), (o.PlacedOn, o.RequiredOn!.Value)));
        Assert.All(orders, o => Assert.Equal((null, null, null), (o.DeliveryName, o.DeliveryAddress, o.SourceKey)));
        Assert.Equal("Ostaja", await App.Stored(db => db.Invoices.Where(i => i.Id == voucher.Id).Select(i => i.BuyerName).SingleAsync(Ct)));
        await NothingThatNamesSomebodyHolds(orders);
    }

    [Fact]
    public async Task Of_a_contact_person_who_stays_the_log_does_not_lead_from_a_private_order_back_to_them()
    {
        var person = (await PeopleWhoLeft(1))[0];
        await OrganisationOf("Wartian Herkku", person.Id);
        await Arrange(async db =>
        {
            var order = await db.Orders.SingleAsync(Ct);
            db.Add(CustomerRegister.Audit.AuditEntry.Of(CustomerRegister.Audit.Actor.System("test", "test"), CustomerRegister.Audit.AuditAction.OrderRegistered, App.Clock, person.Id, order.Id.Value));
            return 0;
        });

        await CarriedOut(await Started());

        var left = await App.Stored(db => db.Orders.AsNoTracking().Include(o => o.Lines).ToListAsync(Ct));
        Assert.Equal((null, 1, 10m), (left.Single().CustomerId, left.Single().Lines.Count, left.Single().Freight));
        await NothingThatNamesSomebodyHolds(left);
    }

    /// <summary>Whatever row holds an order's key, in any column of any table, names nobody.</summary>
    private async Task NothingThatNamesSomebodyHolds(List<Order> orders)
    {
        await using var db = Database.Open();
        var map = CustomerRegister.PersonalData.PersonalDataMap.Of(db);
        var people = await db.Customers.Select(c => c.Id).ToListAsync(Ct);
        foreach (var table in db.Model.GetEntityTypes().Where(t => t.GetTableName() is not null && t.ClrType != typeof(Order) && t.ClrType != typeof(OrderLine)))
        {
            foreach (var column in table.GetProperties().Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) is var type && (type == typeof(OrderId) || type == typeof(Guid))))
            {
                foreach (var order in orders)
                {
                    var rows = await db.Database.SqlQueryRaw<int>($"select count(*) as \"Value\" from \"{table.GetTableName()}\" where \"{column.GetColumnName()}\" = {{0}}", order.Id.Value).SingleAsync(Ct);
                    // The log holds keys only, and the customer's leads to nobody any more.
                    if (rows > 0)
                        Assert.Equal(typeof(CustomerRegister.Audit.AuditEntry), table.ClrType);
                }
            }
        }

        var keys = orders.Select(o => (Guid?)o.Id.Value).ToList();
        var named = await db.AuditEntries.Where(e => keys.Contains(e.SubjectId) && e.CustomerId != null).Select(e => e.CustomerId!.Value).ToListAsync(Ct);
        Assert.Empty(named.Intersect(people));
        Assert.NotEmpty(map.Tables);
    }

    private Task<int> Neighbours(string code, int count) => Arrange(async db =>
    {
        var number = await db.TakeNumber(NumberSeries.Customers, Ct, count);
        for (var i = 0; i < count; i++)
        {
            var person = Person(number + i, "Naapuri", $"Naapurinen{code}{i}");
            person.AddAddress(CustomerAddress.Of(person.Id, AddressKind.Postal, PostalAddress.Create("Katu 1", code, "Kunta"), Told, App.Clock));
            db.Add(person);
        }

        return count;
    });

    private Task<int> Delivered(CustomerId person, string code) => Arrange(async db =>
    {
        (await db.Orders.SingleAsync(o => o.CustomerId == person, Ct)).DeliverTo("Quirinus Zyxelqvist", PostalAddress.Create("Zyxelqvistinkuja 4", code, "Kunta"), new DateOnly(1998, 6, 17));
        return 0;
    });

    public sealed class OnSqlite() : AnonymisedOrderTests(Engine.Sqlite);

    public sealed class OnPostgres() : AnonymisedOrderTests(Engine.Postgres);
}

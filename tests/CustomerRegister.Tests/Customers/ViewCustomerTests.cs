using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Customers;

public abstract class ViewCustomerTests(Engine engine) : CustomerTest(engine)
{
    [Fact]
    public async Task The_number_of_queries_does_not_grow_with_how_much_there_is()
    {
        var little = await Person("Aino", "Virtanen", customer => PhoneOf("040 765 4321").Of(customer));
        await Orders(little, Today);
        var much = await Person("Matti", "Virtanen", customer =>
        {
            for (var i = 0; i < 5; i++)
                PhoneOf($"040 123 456{i}").Of(customer);
        });
        await Orders(much, Enumerable.Range(0, 200).Select(i => Today.AddDays(-i)));
        // Everybody's log begins with how they came into the register.
        await Save(db =>
        {
            db.AddRange(new[] { little, much }.Select(c => AuditEntry.Of(Clerk, AuditAction.CustomerRegistered, Clock, c.Id)));
            return Task.FromResult(0);
        });

        var (_, few) = await View(little.Id);
        var (card, many) = await View(much.Id);

        // Eleven reads and the log entry; beyond a page of orders, one more adds them up.
        Assert.InRange(few, 2, 12);
        Assert.Equal(few + 1, many);
        Assert.Equal(5, card!.Customer.Phones.Count);
    }

    [Fact]
    public async Task Orders_come_newest_first_with_their_sums_and_the_rest_follows_without_gaps()
    {
        var person = await Person("Aino", "Virtanen");
        await Orders(person, Enumerable.Range(0, 45).Select(i => Today.AddDays(-i / 3)));
        await Orders(await Person("Matti", "Muu"), Today);

        var (card, _) = await View(person.Id);

        var total = Assert.Single(card!.OrderTotals);
        Assert.Equal(("EUR", 45), (total.Currency, total.Orders));
        Assert.Equal(45 * 19.009m, total.Sum);
        Assert.All(card.Orders.Rows, row => Assert.Equal((19.009m, 5m), (row.Total, row.Freight)));
        var seen = new List<OrderRow>(card.Orders.Rows);
        for (var page = card.Orders; page.HasMore;)
        {
            await using var db = Database.Open();
            page = (await new ViewOrders(db, Clock).Run(person.Id, seen[^1].Id, Clerk, CancellationToken.None))!.Page;
            seen.AddRange(page.Rows);
        }

        Assert.Equal(45, seen.Select(o => o.Id).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(o => o.PlacedOn).ThenByDescending(o => o.Number), seen);
    }

    [Fact]
    public async Task A_view_is_logged_and_seen_on_the_next_one()
    {
        var person = await Person("Aino", "Virtanen");

        await View(person.Id);
        var (card, _) = await View(person.Id);

        Assert.All(await Log(AuditAction.CustomerViewed), entry => Assert.Equal((person.Id, Clerk.Id, "CustomerService", "customer-care", null),
            (entry.CustomerId, entry.ActorId, entry.ActorRole, entry.Purpose, entry.Fields)));
        Assert.Equal(2, (await Log(AuditAction.CustomerViewed)).Count);
        Assert.Contains(card!.Uses.Rows, use => use is { Action: AuditAction.CustomerViewed, ActorKind: ActorKind.Staff, Role: "CustomerService", Purpose: "customer-care" });
    }

    [Fact]
    public async Task Nobody_is_shown_or_logged_for_an_unknown_key()
    {
        var (card, _) = await View(EntityKey.New<CustomerId>(Clock));

        Assert.Null(card);
        Assert.Empty(await Log(AuditAction.CustomerViewed));
    }

    private async Task<(CustomerCard? Card, int Commands)> View(CustomerId id)
    {
        var counter = new CommandCounter();
        await using var db = OpenWith(counter);
        return (await new ViewCustomer(db, new CurrentChoices(db), new FindDuplicates(db, Clock), new FindMerges(db, Clock), new ReadErasureFacts(db), RetentionRules.OfTheNotice, Clock).Run(id, Clerk, CancellationToken.None), counter.Count);
    }

    public sealed class OnSqlite() : ViewCustomerTests(Engine.Sqlite);

    public sealed class OnPostgres() : ViewCustomerTests(Engine.Postgres);
}

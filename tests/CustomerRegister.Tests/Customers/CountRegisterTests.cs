using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Customers;

public abstract class CountRegisterTests(Engine engine) : CustomerTest(engine)
{
    [Fact]
    public async Task Relationships_without_an_order_for_long_are_those_that_the_list_behind_the_number_shows()
    {
        var longAgo = Today.AddYears(-CountRegister.YearsWithoutOrder).AddDays(-1);
        await Orders(await Person("Aino", "Hiljainen"), longAgo);
        await Orders(await Person("Eino", "Tuore"), longAgo, Today);
        await Person("Matti", "Tilaamaton");
        await Orders(await Person("Maija", "Päättynyt", c => c.EndRelationship(Today.AddDays(-5))), longAgo);

        var (counts, _) = await Count(_ => true);

        Assert.Equal((1, null), (counts.Dormant!.Count, counts.Dormant.Of));
        await using var db = Database.Open();
        Assert.Equal(1, (await new FindDormantRelationships(db, Clock).Run(new CountRegister(db, Clock).DormantSince, Clerk, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task The_numbers_cost_the_same_queries_however_much_there_is()
    {
        await Person("Aino", "Virtanen");
        var (_, few) = await Count(_ => true);
        for (var i = 0; i < 20; i++)
            await Orders(await Person("Matti", "Virtanen"), Today.AddYears(-5), Today);

        Assert.Equal(few, (await Count(_ => true)).Commands);
    }

    [Fact]
    public async Task What_may_not_be_seen_is_not_counted()
    {
        await Person("Aino", "Virtanen");

        Assert.Equal((new RegisterCounts(null, null, null, null), 0), await Count(_ => false));
        Assert.Equal((new RegisterCounts(null, null, 0, null), 1), await Count(p => p == Permission.ManageInvoices));
    }

    private async Task<(RegisterCounts Counts, int Commands)> Count(Func<Permission, bool> may)
    {
        var counter = new CommandCounter();
        await using var db = OpenWith(counter);
        return (await new CountRegister(db, Clock).Run(may, CancellationToken.None), counter.Count);
    }

    public sealed class OnSqlite() : CountRegisterTests(Engine.Sqlite);

    public sealed class OnPostgres() : CountRegisterTests(Engine.Postgres);
}

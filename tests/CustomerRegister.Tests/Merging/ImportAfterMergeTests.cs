using System.Text;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Merging;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.Imports;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>A file that both of two merged customers came from comes again.</summary>
public abstract class ImportAfterMergeTests(Engine engine) : CustomerTest(engine)
{
    private const string People = "CustomerID,ContactName,Email\nA1,Aino Virtanen,aino@posti.example\nA2,Aino Wirtanen,aino@posti.example\n";

    [Fact]
    public async Task Importing_again_changes_nothing_and_revives_nobody_and_orders_find_the_one_who_was_kept()
    {
        Assert.Equal(new ImportCounts(2, 0, 0), await Import(People));
        var both = await Stored(db => db.Customers.AsNoTracking().Include(c => c.Phones).Include(c => c.Addresses).OrderBy(c => c.Number).ToListAsync());
        await using (var db = Database.Open())
            Assert.True(await new SetBan(db, Clock).Run(new(both[1].Id, BanKind.DirectMarketing, Forbidden: true, Channel.Phone), Clerk, default));
        await using (var db = Database.Open())
        {
            var choices = new MergeChoices(MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, [], []);
            Assert.True((await new MergeCustomers(db, db.EmailChange(Clock), Clock, MergeRules.Usual).Run(new(both[0].Id, both[0].Version, both[1].Id, both[1].Version, choices), Clerk, default)).Succeeded);
        }

        Assert.Equal(new ImportCounts(0, 2, 0), await Import(People));
        Assert.Equal(both[0].Id, (await Stored(db => db.Customers.SingleAsync())).Id);

        Assert.Equal(new ImportCounts(2, 0, 0), await Import("OrderID,CustomerID,OrderDate\n1,A1,2024-01-01\n2,A2,2019-02-03\n"));
        Assert.Equal([both[0].Id, both[0].Id], await Stored(db => db.Orders.Select(o => o.CustomerId!.Value).ToListAsync()));
        // What the one who went had forbidden is forbidden still, by the merge and by both files.
        await using (var db = Database.Open())
            Assert.True((await new CurrentChoices(db).Run(both[0].Id, default)).Bans.Single(b => b.Kind == BanKind.DirectMarketing).Forbidden);
        Assert.Equal(new DateOnly(2019, 2, 3), (await Stored(db => db.Customers.SingleAsync())).RelationshipStart);
    }

    private async Task<ImportCounts> Import(string text)
    {
        var file = Encoding.UTF8.GetBytes(text);
        await using var db = Database.Open();
        var prepared = await new PrepareImport(db, Clock).Run(new(null, "legacy", SourceKind.Controller), new MemoryStream(file), Clerk, default);
        Assert.True(prepared.Succeeded, prepared.Refusal.ToString());
        using var rows = await CsvRows.OpenAsync(new MemoryStream(file));
        var outcome = await ImportsGiven.ImportFile(db, Clock).Run(new(prepared.Value.Id, ImportMapping.Guess(prepared.Value.Kind, rows.Header)), new MemoryStream(file), Clerk, default);
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    public sealed class OnSqlite() : ImportAfterMergeTests(Engine.Sqlite);

    public sealed class OnPostgres() : ImportAfterMergeTests(Engine.Postgres);
}

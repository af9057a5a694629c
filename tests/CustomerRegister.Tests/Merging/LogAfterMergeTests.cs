using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>The log keeps the key of its time; whoever reads it reads one person's.</summary>
public abstract class LogAfterMergeTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Clerk = new(ActorKind.Staff, Guid.Parse("01890000-0000-7000-8000-000000000001"), "CustomerService", "customer-care");

    [Fact]
    [Clause("N12")]
    public async Task The_card_tells_who_used_the_data_of_both_and_how_both_came_about()
    {
        var kept = await Given.Customer("Aino", "Virtanen");
        var gone = await Given.Customer("Aino", "Wirtanen");
        await Log(gone.Id, AuditAction.DeathWithdrawn, 1);
        await Log(gone.Id, AuditAction.CustomerViewed, ViewUses.PageSize);
        await Log(kept.Id, AuditAction.CustomerViewed, 3);
        await Merge(kept.Id, gone.Id);
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);

        await clerk.Get($"/staff/customers/{kept.Id.Value}");
        await clerk.Follow("Näytä koko loki");
        // Two registrations, the merge said of both, and the card's own view.
        var expected = 1 + ViewUses.PageSize + 3 + 2 + 2 + 1;
        var first = clerk.Page.QuerySelectorAll("main tbody tr").Length;
        await clerk.Follow("a[rel=next]");
        Assert.Equal(expected, first + clerk.Page.QuerySelectorAll("main tbody tr").Length);
        Assert.Null(clerk.Page.QuerySelector("a[rel=next]"));

        await clerk.Get($"/staff/customers/{kept.Id.Value}/history");
        Assert.Equal(5, clerk.Page.QuerySelectorAll("main tbody tr").Length);
        await clerk.Get($"/staff/customers/{kept.Id.Value}");
        Assert.Equal(5, clerk.Page.QuerySelectorAll("main section")[^1].QuerySelectorAll("tbody tr").Length);
    }

    private Task Log(CustomerId customer, string action, int times) => App.Use(async (RegisterContext db) =>
    {
        for (var i = 0; i < times; i++)
        {
            App.Clock.Advance(TimeSpan.FromSeconds(1));
            db.Add(AuditEntry.Of(Clerk, action, App.Clock, customer));
        }

        await db.SaveChangesAsync();
    });

    private async Task Merge(CustomerId kept, CustomerId gone)
    {
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        var versions = await App.Stored(db => db.Customers.ToDictionaryAsync(c => c.Id, c => c.Version));
        var choices = new MergeChoices(MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, [], []);
        var outcome = await App.Use((MergeCustomers merge) => merge.Run(new(kept, versions[kept], gone, versions[gone], choices), Clerk, CancellationToken.None));
        Assert.True(outcome.Succeeded);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public sealed class OnSqlite() : LogAfterMergeTests(Engine.Sqlite);

    public sealed class OnPostgres() : LogAfterMergeTests(Engine.Postgres);
}

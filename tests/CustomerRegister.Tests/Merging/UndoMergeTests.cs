using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Portal;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>What was one becomes two again, while nothing has been built on it and its time lasts.</summary>
public abstract class UndoMergeTests(Engine engine) : MergingTest(engine)
{
    [Fact]
    [Clause("N24")]
    public async Task Undoing_brings_back_exactly_the_two_customers_that_there_were()
    {
        var (kept, gone) = await TwoWithEverything();
        await using var db = Database.Open();
        var before = await Everything(db, kept.Id, gone.Id);

        var merge = await Merge(kept.Id, gone.Id);
        Assert.NotEqual(before, await Everything(db, kept.Id, gone.Id));
        var undone = await Undo(kept.Id, merge.Id);

        Assert.Equal(gone.Id, undone.Value!.Id);
        Assert.Equal(before, await Everything(db, kept.Id, gone.Id));
        Assert.Equal(0, await db.CustomerMerges.CountAsync() + await db.MergedRows.CountAsync() + await db.FormerCustomers.CountAsync());
        Assert.Equal(2, (await Log(AuditAction.MergeUndone)).Count);
        Assert.Equal([gone.Id], await db.CustomersMatching(["wirtanen"]).Select(c => c.Id).ToListAsync());
        Assert.Equal(UndoMergeRefusal.NotFound, (await Undo(kept.Id, merge.Id)).Refusal);
        // Nobody who has an older page open saves over what came back.
        Assert.True((await db.Customers.AsNoTracking().SingleAsync(c => c.Id == kept.Id)).Version > kept.Version + 1);
    }

    [Theory]
    [InlineData("order")]
    [InlineData("ban")]
    [InlineData("contactRole")]
    [InlineData("customer")]
    [InlineData("customerPhone")]
    public async Task What_has_been_built_on_a_merge_keeps_it_from_being_undone(string what)
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);
        await using (var db = Database.Open())
        {
            var customer = await db.Customers.Include(c => c.Phones).Include(c => c.Addresses).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).SingleAsync();
            switch (what)
            {
                case "order":
                    db.Add(Order.Place(EntityKey.New<OrderId>(Clock), 99_000, kept.Id, null, Today, "EUR"));
                    break;
                case "ban":
                    db.Add(Ban.Of(kept.Id, BanKind.OpinionPolls, true, Channel.Phone, Clock));
                    break;
                case "contactRole":
                    customer.ContactRoles.First(r => r.To is null).End(Today);
                    break;
                case "customer":
                    customer.ChangeLanguage(Language.Sv, Told);
                    break;
                default:
                    customer.RemovePhone(customer.Phones[0]);
                    break;
            }

            db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerChanged, Clock, kept.Id));
            await db.SaveChangesAsync();
        }

        var refused = await Undo(kept.Id, merge.Id);

        Assert.Equal(UndoMergeRefusal.ChangedSince, refused.Refusal);
        await using var look = Database.Open();
        var preview = await new UndoMerge(look, look.EmailChange(Clock), Clock).Preview(kept.Id, merge.Id, Clerk, default);
        Assert.Equal([what], preview!.Changed);
        Assert.Equal(1, await Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task Settling_an_invoice_and_signing_in_build_nothing_on_a_merge()
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);
        await using (var db = Database.Open())
        {
            foreach (var invoice in await db.Invoices.Include(i => i.Payments).Where(i => i.State == InvoiceState.Open).ToListAsync())
                invoice.WriteOff("Velallinen on varaton.", Today, Clock);
            db.Add(PortalSession.Start(kept.Id, SignInMethod.InvitationLink, TimeSpan.FromHours(1), Clock));
            db.Add(AuditEntry.Of(Clerk, AuditAction.PortalEntered, Clock, kept.Id));
            await db.SaveChangesAsync();
        }

        Assert.True((await Undo(kept.Id, merge.Id)).Succeeded);
        Assert.Equal(1, await Stored(db => db.Invoices.CountAsync(i => i.CustomerId == gone.Id && i.State == InvoiceState.WrittenOff)));
    }

    [Fact]
    public async Task When_the_time_is_over_the_merge_stands_and_what_was_before_is_forgotten()
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);

        Clock.Advance(TimeSpan.FromDays(Rules.UndoDays));
        Assert.Equal(0, await Forget());
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(UndoMergeRefusal.TimeOver, (await Undo(kept.Id, merge.Id)).Refusal);
        Assert.Equal(1, await Forget());

        await using var db = Database.Open();
        Assert.Equal(0, await db.CustomerMerges.CountAsync() + await db.MergedRows.CountAsync());
        Assert.Single(await Log(AuditAction.MergeForgotten));
        Assert.Equal(kept.Id, (await new FindMerges(db, Clock).Successor(gone.Id, default)));
    }

    [Fact]
    [Clause("N19")]
    public async Task Erasing_the_person_erases_what_undoing_would_need()
    {
        var (kept, gone) = await TwoWithEverything();
        var merge = await Merge(kept.Id, gone.Id);
        await using (var db = Database.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await new ErasePeople(db).Run(PersonScope.One(kept.Id), Enum.GetValues<DataCategory>().ToHashSet(), default);
            await transaction.CommitAsync();
        }

        Assert.Equal(UndoMergeRefusal.NotFound, (await Undo(kept.Id, merge.Id)).Refusal);
        await using var look = Database.Open();
        await look.Database.OpenConnectionAsync();
        var left = await MarkedPerson.EverythingStored(look);
        Assert.DoesNotContain(left, text => text.Contains("Wirtanen", StringComparison.OrdinalIgnoreCase) || text.Contains("Virtanen", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Merges_upon_merges_are_undone_from_the_last_to_the_first()
    {
        var (a, b, c) = (await Person("Aino", "Yksi"), await Person("Aino", "Kaksi"), await Person("Aino", "Kolme"));
        await Orders(a, Today);
        var first = await Merge(b.Id, a.Id);
        var second = await Merge(c.Id, b.Id);

        Assert.Equal(UndoMergeRefusal.MergedAgain, (await Undo(c.Id, first.Id)).Refusal);
        await using var db = Database.Open();
        Assert.Equal(c.Id, await new FindMerges(db, Clock).Successor(a.Id, default));
        Assert.True((await Undo(c.Id, second.Id)).Succeeded);
        Assert.True((await Undo(b.Id, first.Id)).Succeeded);
        Assert.Equal(a.Id, (await db.Orders.SingleAsync()).CustomerId);
        Assert.Equal(3, await db.Customers.CountAsync());
    }

    /// <summary>All rows of the two, column by column, but for the version and for when the portal was closed.</summary>
    private static async Task<List<string>> Everything(RegisterContext db, CustomerId one, CustomerId other)
    {
        var rows = new StoredRows(db);
        await db.Database.OpenConnectionAsync();
        var all = new List<string>();
        foreach (var table in MergeTables.Of(db, MergeWay.Chosen, MergeWay.Moved, MergeWay.Follows, MergeWay.LeftBehind))
        {
            foreach (var who in new[] { one, other })
            {
                foreach (var row in await rows.Read(table, who, default))
                {
                    foreach (var passing in new[] { "version", "endedAt", "expiresAt" })
                    {
                        row.Values.Remove(passing);
                        row.Rest.Remove(passing);
                    }

                    all.Add($"{who.Value} {row.ValuesText} {row.RestText}");
                }
            }
        }

        await db.Database.CloseConnectionAsync();
        return all;
    }

    private async Task<Outcome<Customer, UndoMergeRefusal>> Undo(CustomerId customer, CustomerMergeId merge)
    {
        await using var db = Database.Open();
        return await new UndoMerge(db, db.EmailChange(Clock), Clock).Run(customer, merge, Clerk, default);
    }

    private async Task<int> Forget()
    {
        await using var db = Database.Open();
        return await new ForgetOldMerges(db, Clock).Run(default);
    }

    public sealed class OnSqlite() : UndoMergeTests(Engine.Sqlite);

    public sealed class OnPostgres() : UndoMergeTests(Engine.Postgres);
}

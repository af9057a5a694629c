using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

public abstract class UndoImportTests(Engine engine) : ImportTest(engine)
{
    [Fact]
    public async Task Imports_are_undone_in_the_order_in_which_nothing_is_built_on_them()
    {
        var customers = await ImportReal(Northwind.Customers);
        var starts = await Starts();
        // So that the orders' source is another.
        Clock.Advance(TimeSpan.FromDays(1));
        var orders = await ImportReal(Northwind.Orders);
        Assert.All((await Starts()).Where(s => s.Item2 < new DateOnly(2000, 1, 1)), s => Assert.Equal(Today, s.Item3!.On));
        var lines = await ImportReal(Northwind.OrderLines);

        var (first, builtOnCustomers) = await Undo(customers);
        Assert.Equal((UndoImportRefusal.BuiltOn, 89, 89), (first.Refusal, builtOnCustomers!.Customers, builtOnCustomers.Organisations));
        var (second, builtOnOrders) = await Undo(orders);
        Assert.Equal((UndoImportRefusal.BuiltOn, 830), (second.Refusal, builtOnOrders!.Orders));

        Assert.True((await Undo(lines)).Outcome.Succeeded);
        Assert.True((await Undo(orders)).Outcome.Succeeded);
        Assert.Equal(starts, await Starts());
        Assert.True((await Undo(customers)).Outcome.Succeeded);

        var left = await Stored(Northwind.RowsOf);
        Assert.All(["customers", "addresses", "phones", "organisations", "roles", "orders", "lines"], table => Assert.Equal(0, left[table]));
        Assert.All(await Stored(db => db.Imports.ToListAsync(Ct)), import => Assert.Equal((ImportState.Undone, Clock.Now()), (import.State, import.UndoneAt)));
        Assert.Equal(3, await Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.ImportUndone, Ct)));
        Assert.Equal(UndoImportRefusal.NotFinished, (await Undo(customers)).Outcome.Refusal);
        Assert.Equal(91, (await ImportReal(Northwind.Customers)).Imported);
    }

    [Fact]
    public async Task Whoever_was_registered_by_hand_or_by_another_file_stays()
    {
        await Import("id,name\n1,Aino Aalto\n", source: "other");
        var import = await ImportReal(Northwind.Customers);
        await Arrange(db => db.Add(Customer.Register(EntityKey.New<CustomerId>(Clock), 5_000, "Olli", "Otso", Language.Fi, Today, new(SourceKind.DataSubject, null, Today))));
        await Import("id,name\n2,Kerttu Kivi\n", source: "other");

        Assert.True((await Undo(import)).Outcome.Succeeded);

        Assert.Equal(["Aalto", "Kivi", "Otso"], await Stored(db => db.Customers.Select(c => c.LastName).OrderBy(n => n).ToListAsync(Ct)));
    }

    [Fact]
    public async Task What_somebody_has_changed_keeps_the_whole_import_and_looking_does_not()
    {
        var import = await Import("id,name\n1,Aino Aalto\n2,Olli Otso\n");
        var customer = await Stored(db => db.Customers.AsNoTracking().FirstAsync(c => c.LastName == "Otso", Ct));
        await Stored(async db =>
        {
            db.Add(AuditEntry.Of(Clerk.For("customer-care"), AuditAction.CustomerViewed, Clock, customer.Id));
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal(0, await Stored(db => new UndoImport(db, Clock, new(db)).Foresee(import, Ct)) is { Total: var total } ? total : -1);

        await Arrange(db => db.Customers.Single(c => c.Id == customer.Id).SupposeLanguage(Language.Sv), customer: customer.Id);

        var (outcome, builtOn) = await Undo(import);
        Assert.Equal((UndoImportRefusal.BuiltOn, 1), (outcome.Refusal, builtOn!.Customers));
        Assert.Equal(2, await Stored(db => db.Customers.CountAsync(Ct)));
    }

    private Task<List<(string?, DateOnly, Provenance?, DateOnly)>> Starts() => Stored(async db =>
        (await db.Customers.Include(c => c.ContactRoles).AsNoTracking().OrderBy(c => c.SourceKey).ToListAsync(Ct)).ConvertAll(c => (c.SourceKey, c.RelationshipStart, c.RelationshipSource, c.ContactRoles[0].From)));

    public sealed class OnSqlite() : UndoImportTests(Engine.Sqlite);

    public sealed class OnPostgres() : UndoImportTests(Engine.Postgres);
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>An address that may be missing is stored, changed and taken away as what it is, and saved only when it was changed.</summary>
public abstract class OptionalAddress_tests(Engine engine) : AppTest(engine)
{
    private static readonly PostalAddress Some = PostalAddress.Create("Hämeentie 1", "00500", "Helsinki"), Other = PostalAddress.Create(null, null, "Turku");

    [Fact]
    public async Task What_was_just_saved_is_not_saved_again()
    {
        var id = await Registered(Some);
        await App.Use(async (RegisterContext db) =>
        {
            var added = Organisation.Register(EntityKey.New<OrganisationId>(App.Clock), 4711, "Toinen Oy", null, Some);
            db.Add(added);
            await Save(db);
            Assert.Equal(EntityState.Unchanged, db.Entry(added).State);
            await Save(db);
            Assert.Equal(0, added.Version);

            var read = await db.Organisations.SingleAsync(o => o.Id == id);
            Assert.False(db.ChangeTracker.HasChanges());
            read.ChangeAddress(Other);
            await Save(db);
            Assert.False(db.ChangeTracker.HasChanges());
            return 0;
        });
        Assert.Equal(Other, await Read(id));
    }

    [Fact]
    public async Task An_address_comes_goes_and_comes_again()
    {
        var id = await Registered(null);
        foreach (var address in new[] { Some, Other, null, Other, null })
        {
            await App.Use(async (RegisterContext db) =>
            {
                (await db.Organisations.SingleAsync(o => o.Id == id)).ChangeAddress(address);
                await Save(db);
                Assert.False(db.ChangeTracker.HasChanges());
                return 0;
            });
            Assert.Equal(address, await Read(id));
        }
    }

    private async Task<OrganisationId> Registered(PostalAddress? address) => await App.Use(async (RegisterContext db) =>
    {
        var organisation = Organisation.Register(EntityKey.New<OrganisationId>(App.Clock), await db.TakeNumber(NumberSeries.Organisations, default), "Yksi Oy", null, address);
        db.Add(organisation);
        await Save(db);
        return organisation.Id;
    });

    private Task<PostalAddress?> Read(OrganisationId id) => App.Stored(async db => (await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == id)).Address);

    private Task<int> Save(RegisterContext db)
    {
        db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.OrganisationRegistered, App.Clock));
        return db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    public sealed class OnSqlite() : OptionalAddress_tests(Engine.Sqlite);

    public sealed class OnPostgres() : OptionalAddress_tests(Engine.Postgres);
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>How relationships and contact roles end, one by one and many at once.</summary>
public abstract class EndingTests(Engine engine) : CustomerTest(engine)
{
    private static readonly DateOnly Day = new(2024, 6, 6);

    [Fact]
    public async Task A_relationship_ends_on_the_day_given_and_the_day_can_be_corrected()
    {
        var aino = await Person("Aino", "Virtanen");

        await End(aino, Day);
        await End(aino, Day.AddDays(1));
        await End(aino, Day.AddDays(1));

        Assert.Equal(Day.AddDays(1), await EndOf(aino));
        Assert.Equal(2, (await Log(AuditAction.RelationshipEnded)).Count(e => e.CustomerId == aino.Id));
    }

    [Fact]
    [Clause("N13")]
    public async Task Who_told_of_the_end_or_of_its_going_on_is_known_with_the_day()
    {
        var aino = await Person("Aino", "Virtanen", since: Day);
        var first = await SourceOf(aino);

        await End(aino, Day, RelationshipEndReason.AskedByCustomer);
        var asked = await SourceOf(aino);
        await End(aino, Day, RelationshipEndReason.EndedByController);
        var decided = await SourceOf(aino);
        Clock.Advance(TimeSpan.FromDays(1));
        await Stored(db => new ReopenRelationship(db, Clock).Run(aino.Id, Clerk, CancellationToken.None));

        Assert.Equal(Told, first);
        Assert.Equal(new(SourceKind.DataSubject, null, Today), asked);
        Assert.Equal(new(SourceKind.Controller, null, Today), decided);
        Assert.Equal(new(SourceKind.Controller, null, Today.AddDays(1)), await SourceOf(aino));
    }

    [Fact]
    public async Task A_relationship_ends_neither_before_it_starts_nor_in_the_future()
    {
        var aino = await Person("Aino", "Virtanen", since: Day);

        Assert.Equal(EndRelationshipRefusal.BeforeStart, (await End(aino, Day.AddDays(-1))).Refusal);
        Assert.Equal(EndRelationshipRefusal.InFuture, (await End(aino, Today.AddDays(1))).Refusal);
        Assert.True((await End(aino, Day)).Succeeded);
    }

    [Fact]
    public async Task Dormant_relationships_end_on_the_day_of_the_last_order_and_others_stay()
    {
        var dormant = await Person("Aino", "Dormant");
        await Orders(dormant, new DateOnly(2021, 1, 1), Day, new DateOnly(2022, 2, 2));
        var active = await Person("Matti", "Active");
        await Orders(active, new DateOnly(2021, 1, 1), new DateOnly(2025, 5, 5));
        var onTheDay = await Person("Pekka", "Onday");
        await Orders(onTheDay, new DateOnly(2025, 1, 1));
        var without = await Person("Liisa", "Without");
        var ended = await Person("Eero", "Ended", c => c.EndRelationship(new DateOnly(2023, 3, 3)));
        await Orders(ended, new DateOnly(2021, 1, 1));
        var cutoff = new DateOnly(2025, 1, 1);

        var suggested = await Suggest(cutoff);
        var first = await EndDormant(cutoff);
        var again = await EndDormant(cutoff);

        Assert.Equal((1, Day), (suggested.Count, Assert.Single(suggested.Rows).LastOrderOn));
        Assert.Equal((1, 0), (first, again));
        Assert.Equal([Day, null, null, null, new DateOnly(2023, 3, 3)],
            [await EndOf(dormant), await EndOf(active), await EndOf(onTheDay), await EndOf(without), await EndOf(ended)]);
        Assert.Equal([dormant.Id], (await Log(AuditAction.RelationshipEnded)).Select(e => e.CustomerId!.Value));
    }

    [Fact]
    public async Task Many_dormant_relationships_end_over_several_batches_each_logged_once()
    {
        await using (var db = Database.Open())
        {
            var number = await db.TakeNumber(Data.NumberSeries.Customers, CancellationToken.None, 1201);
            for (var i = 0; i < 1201; i++)
            {
                var customer = Customer.Register(Data.EntityKey.New<CustomerId>(Clock), number + i, "Aino", "Virtanen", Language.Fi, new DateOnly(2010, 1, 1), Told);
                db.Add(customer);
                db.Add(CustomerRegister.Orders.Order.Place(Data.EntityKey.New<CustomerRegister.Orders.OrderId>(Clock), 100_000 + i, customer.Id, null, new DateOnly(2011, 1, 1).AddDays(i), "EUR"));
            }

            db.Add(AuditEntry.Of(Clerk, AuditAction.DataImported, Clock));
            await db.SaveChangesAsync();
        }

        var suggested = await Suggest(Today);
        var ended = await EndDormant(Today);

        Assert.Equal((1201, FindDormantRelationships.MostRows), (suggested.Count, suggested.Rows.Count));
        Assert.Equal(1201, ended);
        var log = await Log(AuditAction.RelationshipEnded);
        Assert.Equal(1201, log.Select(e => e.CustomerId).Distinct().Count());
        Assert.Equal(1201, log.Count);
        Assert.Equal(1201, await Stored(db => db.Customers.CountAsync(c => c.RelationshipEnd != null && db.Orders.Any(o => o.CustomerId == c.Id && o.PlacedOn == c.RelationshipEnd))));
    }

    [Fact]
    [Clause("N40")]
    public async Task A_contact_role_ends_once_on_a_day_it_was_held()
    {
        var aino = await Person("Aino", "Virtanen");
        var role = await Role(aino, await Organisation("Ison Oy"), from: Day);

        Assert.Equal(EndContactRoleRefusal.BeforeStart, (await EndRole(aino, role.Id, Day.AddDays(-1))).Refusal);
        Assert.Equal(EndContactRoleRefusal.InFuture, (await EndRole(aino, role.Id, Today.AddDays(1))).Refusal);
        Assert.Equal(EndContactRoleRefusal.NotFound, (await EndRole(await Person("Matti", "Muu"), role.Id, Today)).Refusal);
        Assert.True((await EndRole(aino, role.Id, Today)).Succeeded);
        Assert.Equal(EndContactRoleRefusal.AlreadyEnded, (await EndRole(aino, role.Id, Today)).Refusal);

        var stored = await Stored(db => db.ContactRoles.SingleAsync());
        Assert.False(stored.IsHeldOn(Today));
        Assert.True(stored.IsHeldOn(Today.AddDays(-1)));
        var entry = Assert.Single(await Log(AuditAction.ContactRoleEnded));
        Assert.Equal((aino.Id, role.Id.Value), (entry.CustomerId!.Value, entry.SubjectId));
    }

    [Fact]
    [Clause("N40")]
    public async Task Contact_roles_end_everywhere_but_in_the_chosen_countries_whatever_the_writing()
    {
        var finnish = await Role(await Person("Pirkko", "Koskitalo"), await Organisation("Wartian Herkku", "Finland"));
        var alsoFinnish = await Role(await Person("Matti", "Karttunen"), await Organisation("Wilman Kala", "Suomi"));
        var german = await Role(await Person("Maria", "Anders"), await Organisation("Alfreds Futterkiste", "Germany"));
        var nowhere = await Role(await Person("Nemo", "Nemo"), await Organisation("Sine Terra"));
        var later = await Role(await Person("Maria", "Larsson"), await Organisation("Folk och fä", "Sweden"), from: Today.AddDays(-1));
        var before = await Role(await Person("Hanna", "Moos"), await Organisation("Blauer See", "Germany"), to: new DateOnly(2023, 1, 1));
        var filter = new ContactRoleFilter(["FI"], AllBut: true);
        var on = Today.AddDays(-10);

        var preview = await FindRoles(filter, on);
        var first = await EndRoles(filter, on);
        var again = await EndRoles(filter, on);

        Assert.Equal((2, 2, 0), (preview.Count, first.Value, again.Value));
        var ends = await Stored(db => db.ContactRoles.ToDictionaryAsync(r => r.Id, r => r.To));
        Assert.Equal([null, null, on, on, null, new DateOnly(2023, 1, 1)],
            [ends[finnish.Id], ends[alsoFinnish.Id], ends[german.Id], ends[nowhere.Id], ends[later.Id], ends[before.Id]]);
        Assert.Equal(new HashSet<CustomerId?> { german.CustomerId, nowhere.CustomerId }, (await Log(AuditAction.ContactRoleEnded)).Select(e => e.CustomerId).ToHashSet());
    }

    [Fact]
    public async Task Contact_roles_end_in_the_chosen_countries_only()
    {
        await Role(await Person("Pirkko", "Koskitalo"), await Organisation("Wartian Herkku", "Finland"));
        await Role(await Person("Maria", "Anders"), await Organisation("Alfreds Futterkiste", "Germany"));
        await Role(await Person("Nemo", "Nemo"), await Organisation("Sine Terra"));

        await using var db = Database.Open();
        var countries = await new FindContactRoles(db, Clock).Countries(CancellationToken.None);

        Assert.Equal(["-", "DE", "FI"], countries.Select(c => c.Key).Order(StringComparer.Ordinal));
        Assert.Equal("Alfreds Futterkiste", Assert.Single((await FindRoles(new ContactRoleFilter(["DE"], false), Today)).Rows).Organisation);
        Assert.Equal("Sine Terra", Assert.Single((await FindRoles(new ContactRoleFilter([ContactRoleFilter.NoCountry], false), Today)).Rows).Organisation);
        Assert.Equal(0, (await FindRoles(new ContactRoleFilter([], false), Today)).Count);
        Assert.Equal(3, (await FindRoles(new ContactRoleFilter([], true), Today)).Count);
        Assert.Equal(EndContactRolesRefusal.InFuture, (await EndRoles(new ContactRoleFilter([], true), Today.AddDays(1))).Refusal);
    }

    private async Task<Outcome<Customer, EndRelationshipRefusal>> End(Customer customer, DateOnly on, RelationshipEndReason reason = RelationshipEndReason.AskedByCustomer)
    {
        await using var db = Database.Open();
        return await new EndRelationship(db, Clock).Run(new EndRelationshipCommand(customer.Id, on, reason), Clerk, CancellationToken.None);
    }

    private Task<Provenance?> SourceOf(Customer customer) => Stored(async db => (await db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer.Id)).RelationshipSource);

    private Task<DateOnly?> EndOf(Customer customer) => Stored(db => db.Customers.Where(c => c.Id == customer.Id).Select(c => c.RelationshipEnd).SingleAsync());

    private async Task<DormantRelationships> Suggest(DateOnly since)
    {
        await using var db = Database.Open();
        return await new FindDormantRelationships(db, Clock).Run(since, Clerk, CancellationToken.None);
    }

    private async Task<int> EndDormant(DateOnly since)
    {
        await using var db = Database.Open();
        return await new EndDormantRelationships(db, Clock).Run(new EndDormantRelationshipsCommand(since), Clerk, CancellationToken.None);
    }

    private async Task<Outcome<ContactRole, EndContactRoleRefusal>> EndRole(Customer customer, ContactRoleId role, DateOnly on)
    {
        await using var db = Database.Open();
        return await new EndContactRole(db, Clock).Run(new EndContactRoleCommand(customer.Id, role, on), Clerk, CancellationToken.None);
    }

    private async Task<ContactRoles> FindRoles(ContactRoleFilter filter, DateOnly on)
    {
        await using var db = Database.Open();
        return await new FindContactRoles(db, Clock).Run(filter, on, Clerk, CancellationToken.None);
    }

    private async Task<Outcome<int, EndContactRolesRefusal>> EndRoles(ContactRoleFilter filter, DateOnly on)
    {
        await using var db = Database.Open();
        return await new EndContactRoles(db, Clock).Run(new EndContactRolesCommand(filter, on), Clerk, CancellationToken.None);
    }

    public sealed class OnSqlite() : EndingTests(Engine.Sqlite);

    public sealed class OnPostgres() : EndingTests(Engine.Postgres);
}

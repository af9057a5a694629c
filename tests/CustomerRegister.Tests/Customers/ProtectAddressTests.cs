using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

public abstract class ProtectAddressTests(Engine engine) : CustomerTest(engine)
{
    private static readonly DateOnly Until = Today.AddYears(2);
    private static readonly Actor Seer = Clerk with { SeesProtectedAddresses = true };

    [Fact]
    public async Task Who_may_not_see_a_protected_address_gets_none_and_who_may_gets_it()
    {
        var aino = await Living();
        await Protect(aino, Until);

        var (hidden, seen) = (await Details(aino, Clerk), await Details(aino, Seer));

        Assert.True(hidden.AddressesAreHidden);
        Assert.Empty(hidden.Addresses);
        Assert.Equal(Until, hidden.ProtectedUntil);
        Assert.False(seen.AddressesAreHidden);
        Assert.Equal("Salakuja 7", Assert.Single(seen.Addresses).Address.Street);
    }

    [Fact]
    public async Task A_protected_address_is_not_found_by_search_nor_its_town_listed()
    {
        var aino = await Living();
        Assert.Equal("Turku", Assert.Single(await Find("salakuja", Clerk)).City);

        await Protect(aino, Until);

        foreach (var words in (string[])["salakuja", "20100", "turku", "virtanen turku"])
        {
            Assert.Empty(await Find(words, Clerk));
            Assert.Empty(await Find(words, Seer));
        }

        var listed = Assert.Single(await Find("virtanen", Clerk));
        Assert.Equal((null, true), (listed.City, listed.IsAddressProtected));
        Assert.Equal("Turku", Assert.Single(await Find("virtanen", Seer)).City);
    }

    [Fact]
    public async Task An_expired_protection_still_hides_until_a_person_lifts_it()
    {
        var aino = await Living();
        await Protect(aino, Today.AddDays(1));
        Clock.Advance(TimeSpan.FromDays(400));

        Assert.True((await Details(aino, Clerk)).AddressesAreHidden);
        Assert.Empty(await Find("salakuja", Clerk));
        Assert.Equal(aino.Id, Assert.Single((await List()).Rows).Id);

        Assert.True((await Lift(aino, Seer)).Succeeded);

        Assert.Single((await Details(aino, Clerk)).Addresses);
        Assert.Single(await Find("salakuja", Clerk));
        Assert.Empty((await List()).Rows);
        var stored = await Read(aino);
        Assert.Equal((null, null, null), (stored.ProtectedSince, stored.ProtectedUntil, stored.ProtectionSource));
    }

    [Fact]
    public async Task Only_who_sees_the_address_may_lift_the_protection()
    {
        var aino = await Living();
        await Protect(aino, Until);

        Assert.Equal(LiftProtectionRefusal.NotPermitted, (await Lift(aino, Clerk)).Refusal);
        Assert.Equal(Until, (await Read(aino)).ProtectedUntil);
        Assert.True((await Lift(aino, Seer)).Succeeded);
        Assert.Equal(LiftProtectionRefusal.NotProtected, (await Lift(aino, Seer)).Refusal);
    }

    [Fact]
    public async Task The_rest_is_changed_without_seeing_or_wiping_the_address()
    {
        var aino = await Living();
        await Protect(aino, Until);
        var shown = await Details(aino, Clerk);
        await using var db = Database.Open();

        // What is not shown is not sent back; a made-up address is not taken either.
        var command = new ChangeCustomerCommand(
            aino.Id, shown.Version, "Aino", "Mäkinen", Language.Fi, null, null, [], [new AddressEntry(null, AddressKind.Postal, PostalAddress.Create("Arvattu 1", null, null))], null, null, SourceKind.Controller, null);
        var outcome = await new ChangeCustomer(db, db.EmailChange(Clock), Clock).Run(command, Clerk, CancellationToken.None);

        Assert.Equal(["Name"], outcome.Value);
        Assert.Equal("Salakuja 7", Assert.Single((await Read(aino)).Addresses).Address.Street);
        Assert.Single(await Find("makinen", Clerk));
        Assert.Empty(await Find("salakuja", Clerk));
    }

    [Fact]
    public async Task Setting_extending_and_lifting_are_logged_without_values_and_the_source_is_kept()
    {
        var aino = await Living();

        await Protect(aino, Until);
        await Protect(aino, Until);
        await Protect(aino, Until.AddDays(9));
        Assert.Equal(new Provenance(SourceKind.Authority, "DVV", Today), (await Read(aino)).ProtectionSource);
        await Lift(aino, Seer);

        Assert.Equal(aino.Id, Assert.Single(await Log(AuditAction.ProtectionSet)).CustomerId);
        Assert.Equal("ProtectedSince,ProtectedUntil", Assert.Single(await Log(AuditAction.ProtectionExtended)).Fields);
        Assert.Equal(Seer.Id, Assert.Single(await Log(AuditAction.ProtectionLifted)).ActorId);
    }

    [Theory]
    [InlineData(1, 100, ProtectAddressRefusal.SinceInFuture)]
    [InlineData(0, -1, ProtectAddressRefusal.UntilOver)]
    [InlineData(-10, -1, ProtectAddressRefusal.UntilOver)]
    [InlineData(0, 1827, ProtectAddressRefusal.UntilTooFar)]
    [InlineData(0, 0, null)]
    [InlineData(-3000, 1826, null)]
    public async Task Days_that_no_protection_has_are_refused(int since, int until, ProtectAddressRefusal? expected)
    {
        var aino = await Living();
        await using var db = Database.Open();

        var outcome = await new ProtectAddress(db, Clock).Run(
            new ProtectAddressCommand(aino.Id, Today.AddDays(since), Today.AddDays(until), SourceKind.Authority, null), Clerk, CancellationToken.None);

        Assert.Equal(expected, outcome.Refusal);
        Assert.Equal(expected is null, (await Read(aino)).IsAddressProtected);
    }

    [Fact]
    public async Task The_list_begins_with_what_expired_first_and_goes_on_without_gaps()
    {
        for (var i = 0; i < ListProtections.PageSize + 5; i++)
            await Protect(await Person("Aino", $"Nro{i}"), Today.AddDays(1000 - i / 2));
        await Person("Matti", "Julkinen");

        var first = await List();
        var second = await List(first.Next!.Id);

        Assert.Equal((ListProtections.PageSize, 5), (first.Rows.Count, second.Rows.Count));
        Assert.Null(second.Next);
        var all = first.Rows.Concat(second.Rows).ToList();
        Assert.Equal(all.Count, all.Select(p => p.Id).Distinct().Count());
        Assert.Equal(all.OrderBy(p => p.Until).ThenBy(p => p.Number), all);
    }

    private Task<Customer> Living() => Person("Aino", "Virtanen", c =>
        c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Salakuja 7", "20100", "Turku"), Told, Clock)));

    private async Task Protect(Customer customer, DateOnly until)
    {
        await using var db = Database.Open();
        var outcome = await new ProtectAddress(db, Clock).Run(new ProtectAddressCommand(customer.Id, Today.AddDays(-5), until, SourceKind.Authority, "DVV"), Clerk, CancellationToken.None);
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
    }

    private async Task<Outcome<Customer, LiftProtectionRefusal>> Lift(Customer customer, Actor actor)
    {
        await using var db = Database.Open();
        return await new LiftProtection(db, Clock).Run(customer.Id, actor, CancellationToken.None);
    }

    private async Task<Customer> Details(Customer customer, Actor actor)
    {
        await using var db = Database.Open();
        return (await new ViewCustomerDetails(db, Clock).Run(customer.Id, actor, CancellationToken.None))!.Customer;
    }

    private async Task<IReadOnlyList<FoundCustomer>> Find(string words, Actor actor)
    {
        await using var db = Database.Open();
        return (await new FindCustomers(db, Clock).Run(new FindCustomersQuery(words), actor, CancellationToken.None)).Rows;
    }

    private async Task<ProtectedPeople> List(CustomerId? after = null)
    {
        await using var db = Database.Open();
        return await new ListProtections(db, Clock).Run(after, Clerk, CancellationToken.None);
    }

    private Task<Customer> Read(Customer customer) => Stored(db => db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == customer.Id));

    public sealed class OnSqlite() : ProtectAddressTests(Engine.Sqlite);

    public sealed class OnPostgres() : ProtectAddressTests(Engine.Postgres);
}

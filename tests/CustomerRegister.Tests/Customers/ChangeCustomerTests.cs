using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustomerRegister.Tests.Customers;

public abstract class ChangeCustomerTests(Engine engine) : CustomerTest(engine)
{
    [Fact]
    [Clause("N13")]
    public async Task Only_what_changes_gets_the_new_source_and_day()
    {
        var aino = await Person("Aino", "Virtanen", c =>
        {
            c.ChangeEmail(EmailAddress.Parse("aino@example.fi"), Told);
            PhoneOf("040 123 4567", PhoneKind.Mobile).Of(c);
            c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Kuja 1", "00100", "Helsinki"), Told, Clock));
        });

        var outcome = await Change(AsStored(aino) with
        {
            Email = EmailAddress.Parse("aino.virtanen@example.fi"),
            Addresses = [new AddressEntry(aino.Addresses[0].Id, AddressKind.Postal, PostalAddress.Create("Kuja 2", "00100", "Helsinki"))],
            SourceKind = SourceKind.UpdateService,
            SourceName = "Osoitepalvelu Oy",
        });

        Assert.Equal(["Email", "Addresses"], outcome.Value);
        var stored = await Read(aino);
        var now = new Provenance(SourceKind.UpdateService, "Osoitepalvelu Oy", Today);
        Assert.Equal((Told, now, Told, now), (stored.NameSource, stored.EmailSource, stored.Phones[0].Source, stored.Addresses[0].Source));
        Assert.Equal("Kuja 2", stored.Addresses[0].Address.Street);
        Assert.Equal(aino.Addresses[0].Id, stored.Addresses[0].Id);
    }

    [Fact]
    public async Task The_log_names_the_fields_and_holds_no_value()
    {
        var aino = await Person("Aino", "Virtanen");

        await Change(AsStored(aino) with { LastName = "Mäkinen", Language = Language.Sv, Website = WebAddress.Parse("makinen.example") });

        var entry = Assert.Single(await Log(AuditAction.CustomerChanged));
        Assert.Equal((aino.Id, "Name,Language,Website", Clerk.Id), (entry.CustomerId, entry.Fields, entry.ActorId));
    }

    [Fact]
    public async Task Phones_and_addresses_are_added_changed_and_removed_and_search_follows()
    {
        var aino = await Person("Aino", "Virtanen", c =>
        {
            PhoneOf("040 123 4567").Of(c);
            PhoneOf("050 765 4321").Of(c);
        });

        await Change(AsStored(aino) with
        {
            Phones = [new PhoneEntry(aino.Phones[1].Id, PhoneKind.Fax, PhoneNumber.Parse("050 000 9999")), new PhoneEntry(null, PhoneKind.Mobile, PhoneNumber.Parse("044 555 6666"))],
            Addresses = [new AddressEntry(null, AddressKind.Invoicing, PostalAddress.Create("Laskukuja 3", null, "Turku"))],
        });

        var stored = await Read(aino);
        Assert.Equal([(PhoneKind.Mobile, "+358445556666"), (PhoneKind.Fax, "+358500009999")], stored.Phones.Select(p => (p.Kind, p.Number.Value)).Order());
        Assert.Equal((AddressKind.Invoicing, "Turku"), (stored.Addresses[0].Kind, stored.Addresses[0].Address.City));
        Assert.Single(await Search("0445556666 laskukuja"));
        Assert.Empty(await Search("0401234567"));
        Assert.Empty(await Search("7654321"));
    }

    [Fact]
    public async Task The_second_of_two_editors_is_refused_and_overwrites_nothing()
    {
        // An address without influence on the search text: the customer's own row stays as it is.
        var aino = await Person("Aino", "Virtanen", c => c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Kuja 1", null, "Turku", null, "Finland"), Told, Clock)));
        var stale = AsStored(aino);

        var first = await Change(stale with { Addresses = [new AddressEntry(aino.Addresses[0].Id, AddressKind.Postal, PostalAddress.Create("Kuja 1", null, "Turku", null, "Suomi"))] });
        var second = await Change(stale with { FirstName = "Aino Maria" });

        Assert.True(first.Succeeded);
        Assert.Equal(ChangeCustomerRefusal.ChangedMeanwhile, second.Refusal);
        var stored = await Read(aino);
        Assert.Equal(("Aino", "Suomi", aino.Version + 1), (stored.FirstName, stored.Addresses[0].Address.Country, stored.Version));
        Assert.Single(await Log(AuditAction.CustomerChanged));
    }

    [Fact]
    public async Task Of_two_saves_at_the_same_moment_only_one_holds()
    {
        var aino = await Person("Aino", "Virtanen");
        await using var db = OpenWith(new SomebodyElseFirst(() => Change(AsStored(aino) with { LastName = "Ensimmäinen" })));

        var outcome = await new ChangeCustomer(db, db.EmailChange(Clock), Clock).Run(AsStored(aino) with { LastName = "Toinen" }, Clerk, CancellationToken.None);

        Assert.Equal(ChangeCustomerRefusal.ChangedMeanwhile, outcome.Refusal);
        Assert.Equal("Ensimmäinen", (await Read(aino)).LastName);
        Assert.Single(await Log(AuditAction.CustomerChanged));
    }

    [Fact]
    public async Task What_does_not_change_is_neither_saved_nor_logged()
    {
        var aino = await Person("Aino", "Virtanen", PhoneOf("040 123 4567").Of);

        var outcome = await Change(AsStored(aino) with { SourceKind = SourceKind.Authority });

        Assert.Empty(outcome.Value!);
        Assert.Equal(aino.Version, (await Read(aino)).Version);
        Assert.Empty(await Log(AuditAction.CustomerChanged));
    }

    [Fact]
    [Clause("N12")]
    [Clause("N13")]
    public async Task A_registered_customer_has_a_number_and_each_value_its_source()
    {
        await using var db = Database.Open();
        var outcome = await new RegisterCustomer(db, Clock).Run(new RegisterCustomerCommand(
            " Åsa ", "Öhman", Language.Sv, EmailAddress.Parse("asa@example.fi"), WebAddress.Parse("www.ohman.example"),
            [new PhoneEntry(null, PhoneKind.Mobile, PhoneNumber.Parse("040 123 4567"))],
            [new AddressEntry(null, AddressKind.Postal, PostalAddress.Create("Gränd 1", "65100", "Vasa"))],
            new DateOnly(2026, 11, 1), SourceKind.Partner, "Messut"), Clerk, CancellationToken.None);

        var stored = await Read(outcome.Value!);
        var source = new Provenance(SourceKind.Partner, "Messut", Today);
        Assert.All([stored.NameSource, stored.EmailSource, stored.WebsiteSource, stored.Phones[0].Source, stored.Addresses[0].Source], given => Assert.Equal(source, given));
        Assert.Equal(("Åsa", 1001L, new DateOnly(2026, 11, 1)), (stored.FirstName, stored.Number, stored.RelationshipStart));
        Assert.Equal(stored.Id, Assert.Single(await Search("ohman vasa")).Id);
        Assert.Equal(stored.Id, Assert.Single(await Log(AuditAction.CustomerRegistered)).CustomerId);
    }

    private static ChangeCustomerCommand AsStored(Customer customer) => new(
        customer.Id, customer.Version, customer.FirstName, customer.LastName, customer.Language, customer.Email, customer.Website,
        [.. customer.Phones.Select(p => new PhoneEntry(p.Id, p.Kind, p.Number))], [.. customer.Addresses.Select(a => new AddressEntry(a.Id, a.Kind, a.Address))],
        customer.EInvoice, customer.Note, SourceKind.Controller, null);

    private async Task<Outcome<IReadOnlyList<string>, ChangeCustomerRefusal>> Change(ChangeCustomerCommand command)
    {
        await using var db = Database.Open();
        return await new ChangeCustomer(db, db.EmailChange(Clock), Clock).Run(command, Clerk, CancellationToken.None);
    }

    private Task<Customer> Read(Customer customer) => Stored(db => db.Customers.AsNoTracking().AsSplitQuery().Include(c => c.Phones).Include(c => c.Addresses).SingleAsync(c => c.Id == customer.Id));

    private async Task<IReadOnlyList<FoundCustomer>> Search(string words)
    {
        await using var db = Database.Open();
        return (await new FindCustomers(db, Clock).Run(new FindCustomersQuery(words), Clerk, CancellationToken.None)).Rows;
    }

    private sealed class SomebodyElseFirst(Func<Task> save) : SaveChangesInterceptor
    {
        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            await save();
            return result;
        }
    }

    public sealed class OnSqlite() : ChangeCustomerTests(Engine.Sqlite);

    public sealed class OnPostgres() : ChangeCustomerTests(Engine.Postgres);
}

using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>The staff's pages about customers, over HTTP.</summary>
public abstract class CustomerPagesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task A_search_from_any_page_leads_to_the_card_and_leaves_no_word_in_address_or_log()
    {
        await Given.OrganisationWithContactPerson("Wartian Herkku", firstName: "Pirkko", lastName: "Koskitalo");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Submit("form[role=search]", ("query", "wartian"));

        Assert.StartsWith("/staff/customers?s=", browser.Address, StringComparison.Ordinal);
        Assert.Equal("wartian", browser.Page.QuerySelector("#search")!.GetAttribute("value"));
        var address = browser.Address;
        await browser.Follow("Pirkko Koskitalo");
        Assert.Equal("Pirkko Koskitalo", browser.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Wartian Herkku", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wartian", address, StringComparison.OrdinalIgnoreCase);
        App.Log.HoldsNone("wartian", "koskitalo");

        // A working day later the address tells nothing any more.
        App.Clock.Advance(TimeSpan.FromHours(13));
        using var later = await Given.SignedIn(StaffRole.CustomerService);
        await later.Get(address);
        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.DoesNotContain("Koskitalo", later.Text, StringComparison.Ordinal);
        await later.Get("/staff/customers?s=x");
        Assert.Equal(HttpStatusCode.OK, later.Status);
    }

    [Fact]
    public async Task The_pager_turns_the_pages_of_a_search()
    {
        for (var i = 0; i < 27; i++)
            await Given.Customer("Aino", "Virtanen");
        await Given.Customer("Matti", "Meikäläinen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Submit("form[role=search]", ("query", "virtanen"));
        Assert.Empty(browser.Page.QuerySelectorAll("a[rel=prev]"));
        Assert.Equal(25, browser.Page.QuerySelectorAll("main tbody tr").Length);
        await browser.Follow("a[rel=next]");
        Assert.Equal(2, browser.Page.QuerySelectorAll("main tbody tr").Length);
        Assert.Empty(browser.Page.QuerySelectorAll("a[rel=next]"));
        Assert.DoesNotContain("virtanen", browser.Address, StringComparison.OrdinalIgnoreCase);
        await browser.Follow("a[rel=prev]");
        Assert.Equal(25, browser.Page.QuerySelectorAll("main tbody tr").Length);
    }

    [Fact]
    [Clause("N12")]
    [Clause("N13")]
    public async Task The_card_shows_each_value_with_its_source_and_day()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        await App.Use(async (ChangeCustomer change) => Assert.True((await change.Run(
            new ChangeCustomerCommand(customer.Id, customer.Version, "Aino", "Virtanen", Language.Fi, EmailAddress.Parse("aino@example.fi"), WebAddress.Parse("https://virtanen.example"),
                [new PhoneEntry(null, PhoneKind.Mobile, PhoneNumber.Parse("040 123 4567"))], [new AddressEntry(null, AddressKind.Postal, PostalAddress.Create("Kuja 1", "00100", "Helsinki"))],
                null, null, SourceKind.UpdateService, "Osoitepalvelu Oy"),
            Actor.System("test", "arranging"), CancellationToken.None)).Succeeded));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/customers/{customer.Id.Value}");

        var facts = browser.Page.QuerySelectorAll(".facts dd").Select(d => string.Join(' ', d.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        const string source = "Lähde: päivityspalvelua tarjoava yritys (Osoitepalvelu Oy), 22.11.2026";
        Assert.Contains("Aino Virtanen Lähde: henkilö itse, 22.11.2026", facts);
        Assert.Contains($"aino@example.fi {source}", facts);
        Assert.Contains($"https://virtanen.example {source}", facts);
        Assert.Contains($"+358 40 123 4567 {source}", facts);
        Assert.Contains($"Kuja 1 00100 Helsinki {source}", facts);
        Assert.Contains($"/staff/customers/{customer.Id.Value}/invite", browser.Page.QuerySelectorAll("main form").Select(f => f.GetAttribute("action")));
    }

    [Fact]
    public async Task Who_has_no_email_cannot_be_invited_and_the_card_says_why()
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        browser.Languages = "en";

        await browser.Get($"/staff/customers/{customer.Id.Value}");

        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        Assert.Contains("once an e-mail address is on record", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_customer_or_organisation_is_not_found()
    {
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        var nobody = EntityKey.New<CustomerId>(App.Clock).Value;

        foreach (var address in new[] { $"/staff/customers/{nobody}", $"/staff/customers/{nobody}/edit", $"/staff/customers/{nobody}/orders", $"/staff/customers/{nobody}/end-relationship",
            $"/staff/customers/{nobody}/contact-roles/{nobody}/end", $"/staff/organisations/{nobody}", "/staff/customers/17" })
        {
            await browser.Get(address);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Fact]
    public async Task An_email_that_is_none_is_told_beside_the_field_and_nothing_typed_is_lost()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");

        await browser.Submit("main form", ("Input.Email", "aino(at)example.fi"), ("Input.Phones[0].Number", "ei ole"), ("Input.FirstName", "Aino Maria"));

        Assert.Equal(2, browser.Errors.Count);
        Assert.Equal("aino(at)example.fi", Value(browser, "Input.Email"));
        Assert.Equal("ei ole", Value(browser, "Input.Phones[0].Number"));
        Assert.Equal("Aino Maria", Value(browser, "Input.FirstName"));
        Assert.Equal("Aino", (await Stored(customer)).FirstName);

        await browser.Submit("main form", ("Input.Email", "aino@example.fi"), ("Input.Phones[0].Number", "040 123 4567"), ("Input.SourceKind", "DataSubject"));

        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        var stored = await Stored(customer);
        Assert.Equal(("Aino Maria", "aino@example.fi", "+358401234567"), (stored.FirstName, stored.Email!.Value, stored.Phones.Single().Number.Value));
        Assert.Equal(new Provenance(SourceKind.DataSubject, null, App.Clock.Today()), stored.EmailSource);
    }

    [Fact]
    public async Task The_second_editor_sees_what_the_first_saved_and_neither_loses_anything()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        using var first = await Given.SignedIn(StaffRole.CustomerService);
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await first.Get($"/staff/customers/{customer.Id.Value}/edit");
        await second.Get($"/staff/customers/{customer.Id.Value}/edit");

        await first.Submit("main form", ("Input.Email", "first@example.fi"), ("Input.FirstName", "Aino Ensimmäinen"), ("Input.Phones[0].Number", "040 111 1111"));
        await second.Submit("main form", ("Input.FirstName", "Aino Toinen"), ("Input.Website", "second.example"), ("Input.Phones[0].Number", "040 222 2222"));

        // Told, with the first's values taken over where the second had touched nothing.
        Assert.EndsWith("/edit", second.Address, StringComparison.Ordinal);
        Assert.Contains("Aino Ensimmäinen", second.Text, StringComparison.Ordinal);
        Assert.Equal(("first@example.fi", "Aino Toinen", "second.example"), (Value(second, "Input.Email"), Value(second, "Input.FirstName"), Value(second, "Input.Website")));
        Assert.Equal("Aino Ensimmäinen", (await Stored(customer)).FirstName);

        await second.Submit("main form");

        var stored = await Stored(customer);
        Assert.Equal(("Aino Toinen", "first@example.fi", "https://second.example"), (stored.FirstName, stored.Email!.Value, stored.Website!.Value));
        Assert.Equal(["+358401111111", "+358402222222"], stored.Phones.Select(p => p.Number.Value).Order());
    }

    [Fact]
    public async Task Opening_to_edit_and_saving_changes_nothing()
    {
        var (_, person) = await Given.OrganisationWithContactPerson();
        await App.Use(async (ChangeCustomer change) => await change.Run(
            new ChangeCustomerCommand(person.Id, person.Version, person.FirstName, person.LastName, person.Language, EmailAddress.Parse("Aino.V@example.fi"), null,
                [new PhoneEntry(null, PhoneKind.Phone, PhoneNumber.Parse("(5) 555-4729", null)), new PhoneEntry(null, PhoneKind.Fax, PhoneNumber.Parse("+49 30 0076545"))],
                [new AddressEntry(null, AddressKind.Postal, PostalAddress.Create("Avda. 2222", "05021", "México D.F.", null, "Mexico"))], null, null, SourceKind.Partner, "northwind"),
            Actor.System("test", "arranging"), CancellationToken.None));
        var before = await Stored(person);
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/customers/{person.Id.Value}/edit");
        await browser.Submit("main form");

        Assert.Equal($"/staff/customers/{person.Id.Value}", browser.Address);
        Assert.Equal(before.Version, (await Stored(person)).Version);
    }

    [Fact]
    public async Task A_new_customer_is_added_and_their_card_opens()
    {
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/customers/new");

        await browser.Submit("main form", ("Input.FirstName", "Åsa"));
        Assert.NotEmpty(browser.Errors);
        Assert.Equal("Åsa", Value(browser, "Input.FirstName"));
        await browser.Submit("main form", ("Input.LastName", "Öhman"), ("Input.Language", "Sv"), ("Input.Addresses[0].City", "Vasa"), ("RelationshipStart", "2026-11-01"));

        Assert.Equal("Åsa Öhman", browser.Page.QuerySelector("h1")!.TextContent);
        var stored = await App.Stored(db => db.Customers.Include(c => c.Addresses).SingleAsync());
        Assert.Equal((Language.Sv, "Vasa", new DateOnly(2026, 11, 1)), (stored.Language, stored.Addresses.Single().Address.City, stored.RelationshipStart));
    }

    [Fact]
    public async Task A_relationship_and_a_contact_role_are_ended_by_their_own_pages()
    {
        var (organisation, person) = await Given.OrganisationWithContactPerson("Ison Oy");
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get($"/staff/customers/{person.Id.Value}");

        await browser.Follow("main table a[href$='/end']");
        await browser.Submit("main form", ("On", "2026-11-20"));
        await browser.Follow("Päätä asiakassuhde");
        await browser.Submit("main form", ("On", "2027-01-01"), ("Reason", "AskedByCustomer"));
        Assert.NotEmpty(browser.Errors);
        await browser.Submit("main form", ("On", "2026-11-21"));

        Assert.Equal($"/staff/customers/{person.Id.Value}", browser.Address);
        Assert.Equal(new DateOnly(2026, 11, 21), (await Stored(person)).RelationshipEnd);
        Assert.Equal(new DateOnly(2026, 11, 20), await App.Stored(db => db.ContactRoles.Select(r => r.To).SingleAsync()));
        await browser.Get($"/staff/organisations/{organisation.Id.Value}");
        Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);
        Assert.Contains("20.11.2026", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_roles_and_relationships_are_shown_before_they_are_ended()
    {
        var (_, person) = await Given.OrganisationWithContactPerson("Ison Oy");
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(CustomerRegister.Orders.Order.Place(EntityKey.New<CustomerRegister.Orders.OrderId>(App.Clock), 1, person.Id, null, new DateOnly(2026, 1, 1), "EUR"));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.DataImported, App.Clock));
            await db.SaveChangesAsync();
        });
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await browser.Get("/staff/organisations/contact-roles");
        Assert.Empty(browser.Page.QuerySelectorAll("main table"));
        await browser.Submit("main form[method=get]", ("AllBut", "True"));
        Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form[method=post]");
        Assert.Equal(App.Clock.Today(), await App.Stored(db => db.ContactRoles.Select(r => r.To).SingleAsync()));

        await browser.Get("/staff/customers/end-relationships");
        Assert.Empty(browser.Page.QuerySelectorAll("main table"));
        await browser.Submit("main form[method=get]", ("Since", "2026-06-01"));
        Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form[method=post]");
        Assert.Equal(new DateOnly(2026, 1, 1), (await Stored(person)).RelationshipEnd);
    }

    [Theory]
    [Clause("N10")]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Administrator)]
    public async Task Roles_without_customers_see_none_of_their_pages(StaffRole role)
    {
        var (organisation, person) = await Given.OrganisationWithContactPerson("Ison Oy", firstName: "Aino", lastName: "Virtanen");
        using var browser = await Given.SignedIn(role);

        foreach (var address in new[] { "/staff/customers", "/staff/search", "/staff/customers/new", "/staff/customers/end-relationships", "/staff/organisations/contact-roles",
            $"/staff/customers/{person.Id.Value}", $"/staff/customers/{person.Id.Value}/edit", $"/staff/customers/{person.Id.Value}/orders",
            $"/staff/customers/{person.Id.Value}/end-relationship", $"/staff/organisations/{organisation.Id.Value}" })
        {
            await browser.Get(address);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
            Assert.DoesNotContain("Virtanen", browser.Text, StringComparison.Ordinal);
        }

        await browser.Get("/staff");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Empty(browser.Page.QuerySelectorAll("main a[href^='/staff/customers'], #search"));
        Assert.NotEmpty(browser.Page.QuerySelectorAll("main li, main a.ds-card"));
        Assert.Empty(await App.Stored(db => db.AuditEntries.Where(e => e.Action == AuditAction.CustomerViewed || e.Action == AuditAction.CustomersSearched).ToListAsync()));
    }

    [Fact]
    public async Task The_front_page_counts_customers_and_links_to_them()
    {
        await Given.Customer();
        await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        browser.Languages = "sv";

        await browser.Get("/staff");

        Assert.Contains("2 kunder", browser.Text, StringComparison.Ordinal);
        await browser.Follow("main a[href='/staff/customers']");
        Assert.Equal(2, browser.Page.QuerySelectorAll("main tbody tr").Length);
    }

    private static string? Value(Browser browser, string field) => browser.Page.QuerySelector($"[name='{field}']")!.GetAttribute("value");

    private Task<Customer> Stored(Customer customer) => App.Stored(db => db.Customers.AsNoTracking().Include(c => c.Phones).SingleAsync(c => c.Id == customer.Id));

    public sealed class OnSqlite() : CustomerPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : CustomerPagesTests(Engine.Postgres);
}

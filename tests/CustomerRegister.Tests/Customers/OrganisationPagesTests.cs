using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>Organisations over HTTP.</summary>
public abstract class OrganisationPagesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task An_organisation_is_added_and_a_customer_becomes_its_contact_person()
    {
        var aino = await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/organisations");
        await browser.Follow("Lisää organisaatio");

        await browser.Submit("main form", ("Input.Name", ""), ("Input.BusinessId", "0112038-8"), ("Input.City", "Oulu"));
        Assert.Contains("Tarkista Y-tunnus: seitsemän numeroa, väliviiva ja tarkistusnumero.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(("0112038-8", "Oulu"), (Value(browser, "Input.BusinessId"), Value(browser, "Input.City")));
        await browser.Submit("main form", ("Input.Name", "Wartian Herkku"), ("Input.BusinessId", "0112038-9"));
        Assert.Equal("Wartian Herkku", browser.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Organisaatiolla ei ole nyt yhteyshenkilöä.", browser.Text, StringComparison.Ordinal);

        await browser.Follow("Lisää yhteyshenkilö");
        await browser.Submit("main form", ("Words", " "));
        Assert.Contains("Kirjoita nimi, asiakasnumero tai muu hakusana.", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form", ("Words", "virtanen"));
        Assert.DoesNotContain("virtanen", browser.Address, StringComparison.OrdinalIgnoreCase);
        await browser.Follow("Valitse");
        Assert.Contains($"Aino Virtanen, asiakas {aino.Number}", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form", ("Input.Title", "Ostaja"), ("Input.From", "2030-01-01"));
        Assert.Contains("Päivä ei voi olla tulevaisuudessa.", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Ostaja", Value(browser, "Input.Title"));
        await browser.Submit("main form", ("Input.From", "2026-11-01"));

        Assert.Contains("Yhteyshenkilö on lisätty.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("1.11.2026 alkaen", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ei ole nyt yhteyshenkilöä", browser.Text, StringComparison.Ordinal);
        App.Log.HoldsNone("virtanen", "wartian");
    }

    [Fact]
    [Clause("N40")]
    public async Task A_new_customer_becomes_the_successor_in_one_go()
    {
        var (organisation, former) = await Given.OrganisationWithContactPerson("Ison Oy", firstName: "Aino", lastName: "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/organisations/{organisation.Id.Value}");
        await browser.Follow("Siirrä seuraajalle");

        await browser.Follow("Lisää uusi asiakas");
        await browser.Submit("main form", ("Input.FirstName", "Matti"), ("Input.LastName", "Laine"));
        Assert.Contains("Matti Laine", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Ostopäällikkö", Value(browser, "Input.Title"));
        await browser.Submit("main form", ("Input.From", "2026-11-20"));

        Assert.Contains("Tehtävä on siirretty seuraajalle.", browser.Text, StringComparison.Ordinal);
        var roles = await App.Stored(db => db.ContactRoles.Include(r => r.Customer).ToListAsync());
        Assert.Equal(new DateOnly(2026, 11, 20), roles.Single(r => r.CustomerId == former.Id).To);
        Assert.Equal((new DateOnly(2026, 11, 20), null), (roles.Single(r => r.Customer.LastName == "Laine").From, roles.Single(r => r.Customer.LastName == "Laine").To));
    }

    [Fact]
    public async Task The_list_is_searched_without_a_word_in_the_address_and_shows_who_lacks_a_contact_person()
    {
        await Given.OrganisationWithContactPerson("Wartian Herkku");
        await App.Use(async (RegisterOrganisation register) => await register.Run(new("Kukaan Oy", null, null), Actor.System("test", "arranging"), default));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/organisations");
        Assert.Equal(2, browser.Page.QuerySelectorAll("main tbody tr").Length);

        await browser.Submit("main form", ("Words", "herkku"));
        Assert.Equal("Wartian Herkku", Assert.Single(browser.Page.QuerySelectorAll("main tbody th")).TextContent.Trim());
        Assert.DoesNotContain("herkku", browser.Address, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("herkku", Value(browser, "Words"));
        await browser.Submit("main form", ("Words", ""), ("Without", "true"));
        Assert.Equal("/staff/organisations?without=true", browser.Address);
        Assert.Equal("Kukaan Oy", Assert.Single(browser.Page.QuerySelectorAll("main tbody th")).TextContent.Trim());
        await browser.Submit("main form", ("Words", "olematon"), ("Without", null));
        Assert.Contains("Haku ei löytänyt organisaatioita", browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/organisations?s=x");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task Who_saves_an_organisation_second_sees_what_the_first_saved_and_loses_nothing()
    {
        var (organisation, _) = await Given.OrganisationWithContactPerson("Ison Oy");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/organisations/{organisation.Id.Value}/edit");
        await App.Use(async (ChangeOrganisation change) => Assert.True((await change.Run(
            new(organisation.Id, organisation.Version, "Iso Oy", null, PostalAddress.Create(null, null, "Vaasa")), Actor.System("test", "arranging"), default)).Succeeded));

        await browser.Submit("main form", ("Input.Name", "Ison Oyj"));

        Assert.Contains("Joku muu on tallentanut muutoksia sillä välin", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Organisaation nimi: Iso Oy", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Postitoimipaikka: Vaasa", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Ison Oyj", Value(browser, "Input.Name"));
        await browser.Submit("main form", ("Input.City", "Vaasa"));
        Assert.Equal("Ison Oyj", browser.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_contact_persons_title_and_days_are_put_right()
    {
        var (organisation, _) = await Given.OrganisationWithContactPerson("Ison Oy");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/organisations/{organisation.Id.Value}");
        await browser.Follow("Muuta");

        await browser.Submit("main form", ("Input.Title", "Toimitusjohtaja"), ("Input.To", "2020-01-01"));
        Assert.Contains("Tehtävä ei voi päättyä ennen kuin se alkaa.", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form", ("Input.To", "2026-11-22"));

        Assert.Contains("Toimitusjohtaja", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Organisaatiolla ei ole nyt yhteyshenkilöä.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/staff/organisations/new")]
    [InlineData("/staff/organisations/00000000-0000-0000-0000-000000000000/edit")]
    [InlineData("/staff/organisations/00000000-0000-0000-0000-000000000000/contact-persons/new")]
    public async Task Only_who_may_edit_customers_changes_organisations(string page)
    {
        using var finance = await Given.SignedIn(StaffRole.Finance);
        await finance.Get(page);
        Assert.Equal(HttpStatusCode.Forbidden, finance.Status);
    }

    private static string? Value(Browser browser, string field) => browser.Page.QuerySelector($"[name='{field}']")!.GetAttribute("value");

    public sealed class OnSqlite() : OrganisationPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : OrganisationPagesTests(Engine.Postgres);
}

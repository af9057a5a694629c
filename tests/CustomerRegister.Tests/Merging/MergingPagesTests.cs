using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>Duplicates and merging over HTTP.</summary>
public abstract class MergingPagesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task Who_may_be_in_the_register_already_is_added_only_on_purpose()
    {
        var aino = await Given.Customer("Aino", "Virtanen", "aino@posti.example");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/customers/new");

        await browser.Submit("main form", ("Input.LastName", "Wirtanen"), ("Input.Email", "AINO@posti.example"));

        Assert.Contains("Henkilö saattaa jo olla rekisterissä", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"Aino Virtanen, asiakas {aino.Number}", browser.Text, StringComparison.Ordinal);
        Assert.Contains("sama sähköpostiosoite", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Wirtanen", browser.Page.QuerySelector("[name='Input.LastName']")!.GetAttribute("value"));
        Assert.Equal(1, await App.Stored(db => db.Customers.CountAsync()));

        // Another candidate, whom nobody has seen yet, is shown first.
        await Given.Customer("Liisa", "Laine", "liisa@posti.example");
        await browser.Press("Lisää silti uusi asiakas", ("Input.Email", "liisa@posti.example"));
        Assert.Contains("Liisa Laine", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, await App.Stored(db => db.Customers.CountAsync()));

        await browser.Press("Lisää silti uusi asiakas");
        Assert.Contains("Asiakas on lisätty.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(3, await App.Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task From_the_card_two_customers_are_compared_merged_and_parted_again()
    {
        var kept = await Given.Customer("Aino", "Virtanen", "aino@posti.example", since: new DateOnly(2022, 3, 4));
        var gone = await Given.Customer("Aino", "Wirtanen", "AINO@posti.example", since: new DateOnly(2020, 1, 2));
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(Order.Place(EntityKey.New<OrderId>(App.Clock), 70_001, gone.Id, null, App.Clock.Today(), "EUR"));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.OrderRegistered, App.Clock, gone.Id));
            await db.SaveChangesAsync();
        });
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/customers/{kept.Id.Value}");
        Assert.Contains("Mahdollisesti sama henkilö", browser.Text, StringComparison.Ordinal);
        await browser.Follow("Vertaa ja yhdistä");
        Assert.Equal($"/staff/customers/{kept.Id.Value}/merge/{gone.Id.Value}", browser.Address);
        Assert.Contains("Aino Wirtanen", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form", ("Input.Name", "Gone"));

        Assert.Equal($"/staff/customers/{kept.Id.Value}", browser.Address);
        Assert.Equal("Aino Wirtanen", browser.Page.QuerySelector("h1")!.TextContent);
        Assert.Contains("2.1.2020 alkaen", browser.Text, StringComparison.Ordinal);
        Assert.Contains("70001", browser.Text, StringComparison.Ordinal);
        // The old address leads on.
        await browser.Get($"/staff/customers/{gone.Id.Value}");
        Assert.Equal($"/staff/customers/{kept.Id.Value}", browser.Address);

        await browser.Follow($"Peru asiakkaan {gone.Number} yhdistäminen");
        await browser.Press("Peru yhdistäminen");
        Assert.Equal("Aino Virtanen", browser.Page.QuerySelector("h1")!.TextContent);
        await browser.Get($"/staff/customers/{gone.Id.Value}");
        Assert.Equal($"/staff/customers/{gone.Id.Value}", browser.Address);
        Assert.Contains("70001", browser.Text, StringComparison.Ordinal);
        App.Log.HoldsNone("wirtanen", "aino@");
    }

    [Fact]
    public async Task Whoever_changes_one_of_the_two_meanwhile_is_not_overrun()
    {
        var (kept, gone) = (await Given.Customer("Aino", "Virtanen"), await Given.Customer("Aino", "Wirtanen"));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{kept.Id.Value}/merge/{gone.Id.Value}");
        await App.Use(async (EndRelationship end) => Assert.True((await end.Run(new(gone.Id, App.Clock.Today(), RelationshipEndReason.Other), Actor.System("test", "arranging"), default)).Succeeded));

        await browser.Submit("main form", ("Input.Name", "Gone"));

        Assert.Contains("Toisen asiakkaan tietoja on muutettu sillä välin", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector("[name='Input.Name'][value=Gone][checked]"));
        Assert.Equal(2, await App.Stored(db => db.Customers.CountAsync()));
        await browser.Submit("main form");
        Assert.Contains("on yhdistetty tähän asiakkaaseen", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Wirtanen", await App.Stored(db => db.Customers.Select(c => c.LastName).SingleAsync()));
    }

    [Fact]
    public async Task Any_other_customer_is_chosen_by_number()
    {
        var (kept, gone) = (await Given.Customer("Aino", "Virtanen"), await Given.Customer("Liisa", "Laine"));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{kept.Id.Value}");
        await browser.Follow("Yhdistä toiseen asiakkaaseen");

        await browser.Submit("main form", ("Number", "999999"));
        Assert.Contains("Tällä numerolla ei ole asiakasta.", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form", ("Number", $"{kept.Number}"));
        Assert.Contains("Kirjoita toisen asiakkaan numero.", browser.Text, StringComparison.Ordinal);
        await browser.Submit("main form", ("Number", "kissa"));
        Assert.NotEmpty(browser.Errors);
        await browser.Submit("main form", ("Number", $"{gone.Number}"));

        Assert.Equal($"/staff/customers/{kept.Id.Value}/merge/{gone.Id.Value}", browser.Address);
    }

    [Fact]
    public async Task What_stands_in_the_way_of_undoing_is_named()
    {
        var (kept, gone) = (await Given.Customer("Aino", "Virtanen"), await Given.Customer("Aino", "Wirtanen"));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{kept.Id.Value}/merge/{gone.Id.Value}");
        await browser.Submit("main form");
        var merge = await App.Stored(db => db.CustomerMerges.SingleAsync());
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(Order.Place(EntityKey.New<OrderId>(App.Clock), 70_002, kept.Id, null, App.Clock.Today(), "EUR"));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.OrderRegistered, App.Clock, kept.Id));
            await db.SaveChangesAsync();
        });

        await browser.Get($"/staff/customers/{kept.Id.Value}/merges/{merge.Id.Value}/undo");

        Assert.Contains("Yhdistämistä ei voi perua", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Tilaukset", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        await browser.Get($"/staff/customers/{kept.Id.Value}/merges/{Guid.Empty}/undo");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task Only_who_may_edit_customers_merges_them()
    {
        var (kept, gone) = (await Given.Customer("Aino", "Virtanen"), await Given.Customer("Aino", "Wirtanen"));
        using var browser = await Given.SignedIn(StaffRole.Finance);

        await browser.Get($"/staff/customers/{kept.Id.Value}/merge/{gone.Id.Value}");

        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    public sealed class OnSqlite() : MergingPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : MergingPagesTests(Engine.Postgres);
}

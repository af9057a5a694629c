using System.Globalization;
using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Orders;

/// <summary>Orders as staff enter, change and end them, over HTTP.</summary>
public abstract class OrderPagesTests(Engine engine) : InvoicingTest(engine)
{
    [Fact]
    [Clause("N2")]
    public async Task Order_is_entered_delivered_and_archived_and_stays_findable()
    {
        var customer = await Buyer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/orders/new?customer={customer.Id.Value}");
        Assert.Equal(Number(customer.Number), Field(browser, "Input.CustomerNumber"));

        // A line more without script, and nothing of what was typed is lost or complained about.
        await browser.Press("Lisää rivi", ("Input.Lines[0].Product", "Kahvikuppi"), ("Input.Lines[0].Quantity", "kaksi"));
        Assert.Empty(browser.Errors);
        Assert.Equal("kaksi", Field(browser, "Input.Lines[0].Quantity"));
        Assert.NotNull(browser.Page.QuerySelector("[name='Input.Lines[3].Product']"));

        await browser.Press("Tallenna tilaus",
            ("Input.Lines[0].Quantity", "2"), ("Input.Lines[0].UnitPrice", "12,50"), ("Input.Lines[0].Discount", "10"), ("Input.Lines[0].VatRate", "0.135"),
            ("Input.Lines[3].Product", "Lyhty"), ("Input.Lines[3].Quantity", "1"), ("Input.Lines[3].UnitPrice", "1 000"), ("Input.Freight", "4,90"));
        var order = await App.Stored(db => db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Position)).SingleAsync(Ct));
        Assert.Equal($"/staff/orders/{order.Id.Value}", browser.Address);
        Assert.Equal([("Kahvikuppi", 12.5m, 2m, 0.1m, 0.135m), ("Lyhty", 1000m, 1m, 0m, 0.255m)], order.Lines.Select(l => (l.Product, l.UnitPrice, l.Quantity, l.Discount, l.VatRate!.Value)));
        Assert.Equal(("Aino Virtanen", "Rantatie 5", 4.90m), (order.DeliveryName, order.DeliveryAddress!.Street, order.Freight));
        Assert.Contains("Odottaa", (await browser.Submit("main form", ("DeliveredOn", "2026-11-22"))).Text, StringComparison.Ordinal);

        // It waits for its invoice, and cannot be put away before.
        await browser.Get($"/staff/orders/{order.Id.Value}/archive");
        await browser.Submit("main form");
        Assert.Contains("ei ole vielä laskutettu", browser.Text, StringComparison.Ordinal);
        await App.Use((SendInvoice send) => send.Run(new(order.Id, order.Version + 1, Today, Today, Language.Fi), Accountant, Ct));
        await browser.Submit("main form");
        Assert.Contains("Tilaus on arkistoitu.", browser.Text, StringComparison.Ordinal);

        // Archived: found by its number and in its list, read, and without a way to change it.
        await browser.Get("/staff/orders");
        await browser.Submit("main form", ("Number", Number(order.Number)));
        Assert.Equal($"/staff/orders/{order.Id.Value}", browser.Address);
        Assert.Contains("Lyhty", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        await browser.Get($"/staff/orders/{order.Id.Value}/edit");
        Assert.Equal($"/staff/orders/{order.Id.Value}", browser.Address);
        await browser.Get("/staff/orders?state=archived");
        Assert.Contains(Number(order.Number), browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/orders?state=open");
        Assert.DoesNotContain(Number(order.Number), browser.Text, StringComparison.Ordinal);
        Assert.Contains(await Log(AuditAction.OrderViewed), e => e.CustomerId == customer.Id);
        Assert.Single(await Log(AuditAction.OrderArchived));
    }

    [Fact]
    public async Task Wrong_input_is_told_beside_its_field_and_kept()
    {
        var customer = await Buyer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/orders/new");
        await browser.Press("Tallenna tilaus",
            ("Input.CustomerNumber", "12x"), ("Input.Freight", "-1"),
            ("Input.Lines[0].Product", new string('a', 201)), ("Input.Lines[0].Quantity", "0"), ("Input.Lines[0].UnitPrice", "1.2.3"), ("Input.Lines[0].Discount", "101"),
            ("Input.Lines[1].Quantity", "1,00001"), ("Input.Lines[1].UnitPrice", "999999999999"));

        Assert.Equal(9, browser.Page.QuerySelectorAll("[aria-invalid=true]").Length);
        Assert.Equal("1.2.3", Field(browser, "Input.Lines[0].UnitPrice"));
        Assert.Equal("12x", Field(browser, "Input.CustomerNumber"));

        await browser.Get("/staff/orders/new");
        await browser.Press("Tallenna tilaus", ("Input.CustomerNumber", "999999"), ("Input.Lines[0].Product", "Teetä"), ("Input.Lines[0].Quantity", "1"), ("Input.Lines[0].UnitPrice", "1"));
        Assert.Contains("Tällä numerolla ei ole asiakasta.", browser.Errors);
        await browser.Press("Tallenna tilaus", ("Input.CustomerNumber", Number(customer.Number)), ("Input.PlacedOn", "2015-01-01"));
        Assert.Contains("Tilauspäivä on ennen asiakassuhteen alkua.", browser.Errors);
        await browser.Press("Tallenna tilaus", ("Input.PlacedOn", "2027-01-01"));
        Assert.Contains("Päivä on tulevaisuudessa.", browser.Errors);
        // 13.5 per cent came into force in 2026.
        await browser.Press("Tallenna tilaus", ("Input.PlacedOn", "2025-06-01"), ("Input.Lines[0].VatRate", "0.135"));
        Assert.Contains("Arvonlisäverokanta ei ole voimassa tilauspäivänä.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await App.Stored(db => db.Orders.CountAsync(Ct)));
    }

    [Fact]
    public async Task Order_for_an_organisation_is_placed_by_its_contact_person()
    {
        var (organisation, contact) = await Given.OrganisationWithContactPerson(since: new DateOnly(2020, 1, 1));
        var stranger = await Buyer("Matti", "Muukalainen");
        OrderedLine[] lines = [new("Teetä", 1, 1, 0, 0.255m)];

        Assert.Equal(PlaceOrderRefusal.NotItsContactPerson, (await Place(stranger.Number, organisation.Number)).Refusal);
        Assert.Equal(PlaceOrderRefusal.OrganisationUnknown, (await Place(null, 424242)).Refusal);
        Assert.Equal(PlaceOrderRefusal.NobodyNamed, (await Place(null, null)).Refusal);
        var placed = (await Place(contact.Number, organisation.Number)).Value!;
        Assert.Equal((contact.Id, organisation.Id, organisation.Name), (placed.CustomerId, placed.OrganisationId, placed.DeliveryName));

        Task<Outcome<Order, PlaceOrderRefusal>> Place(long? customer, long? company) =>
            App.Use((PlaceOrder place) => place.Run(new(customer, company, Today, null, 0, null, null, lines), Accountant, Ct));
    }

    [Fact]
    public async Task Whoever_comes_second_with_a_change_is_told_and_keeps_what_they_typed()
    {
        var customer = await Buyer();
        var placed = (await App.Use((PlaceOrder place) => place.Run(
            new(customer.Number, null, Today, null, 0, null, null, [new("Teetä", 1, 1, 0, 0.255m), new("Kahvia", 2, 1, 0, 0.255m)]), Accountant, Ct))).Value!;
        using var first = await Given.SignedIn(StaffRole.CustomerService);
        using var second = await Given.SignedIn(StaffRole.CustomerService);
        await first.Get($"/staff/orders/{placed.Id.Value}/edit");
        await second.Get($"/staff/orders/{placed.Id.Value}/edit");

        // The first empties a line and changes the other.
        await first.Press("Tallenna muutokset", ("Input.Lines[0].Quantity", "5"), ("Input.Lines[1].Product", null), ("Input.Lines[1].Quantity", null), ("Input.Lines[1].UnitPrice", null));
        Assert.Equal($"/staff/orders/{placed.Id.Value}", first.Address);
        await second.Press("Tallenna muutokset", ("Input.Lines[0].Quantity", "7"));

        Assert.Contains("Joku muu muutti tilausta samaan aikaan.", second.Text, StringComparison.Ordinal);
        Assert.Equal("7", Field(second, "Input.Lines[0].Quantity"));
        var stored = await App.Stored(db => db.Orders.AsNoTracking().Include(o => o.Lines).SingleAsync(Ct));
        Assert.Equal([("Teetä", 5m)], stored.Lines.Select(l => (l.Product, l.Quantity)));
    }

    [Fact]
    public async Task Cancelled_order_stays_to_be_seen_and_is_not_invoiced()
    {
        var customer = await Buyer();
        var placed = (await App.Use((PlaceOrder place) => place.Run(new(customer.Number, null, Today, null, 0, null, null, [new("Teetä", 1, 1, 0, 0.255m)]), Accountant, Ct))).Value!;
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/orders/{placed.Id.Value}");
        await browser.Follow("Peru tilaus");
        await browser.Press("Peru tilaus");
        Assert.Contains("Tilaus on peruttu.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(OrderRefusal.Cancelled, (await App.Use((SendInvoice send) => send.Run(new(placed.Id, 1, Today, Today, Language.Fi), Accountant, Ct))).Refusal);
    }

    [Fact]
    public async Task Lists_turn_their_pages_and_ask_the_database_no_more_for_more_orders()
    {
        var customer = await Buyer();
        await DeliveredOrder(customer.Id);
        var few = (await Commands((ListOrders list) => list.Run(null, null, Accountant, Ct)), await Commands((ListOrdersToInvoice list) => list.Run(null, Accountant, Ct)));
        for (var i = 0; i < ListOrders.PageSize + 1; i++)
            await DeliveredOrder(customer.Id, on: new DateOnly(2026, 9, 1).AddDays(i % 5));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/orders");
        Assert.Equal(ListOrders.PageSize, browser.Page.QuerySelectorAll("main tbody tr").Length);
        await browser.Follow("a[rel=next]");
        Assert.Equal(2, browser.Page.QuerySelectorAll("main tbody tr").Length);
        await browser.Follow("a[rel=prev]");
        Assert.Equal(ListOrders.PageSize, browser.Page.QuerySelectorAll("main tbody tr").Length);
        await browser.Get("/staff/orders?after=nonsense&state=nothing");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(few, (await Commands((ListOrders list) => list.Run(null, null, Accountant, Ct)), await Commands((ListOrdersToInvoice list) => list.Run(null, Accountant, Ct))));
    }

    [Fact]
    public async Task Protected_address_is_neither_copied_to_an_order_nor_shown_on_one()
    {
        var told = new Provenance(SourceKind.Authority, null, Today);
        var customer = await Buyer(with: c => c.ProtectAddress(Today.AddYears(-1), Today.AddYears(1), told));
        var placed = (await App.Use((PlaceOrder place) => place.Run(
            new(customer.Number, null, Today, null, 0, null, null, [new("Teetä", 1, 1, 0, 0.255m)]), Accountant, Ct))).Value!;
        Assert.Null(placed.DeliveryAddress);
        await Arrange(async db =>
        {
            var order = await db.Orders.SingleAsync(o => o.Id == placed.Id, Ct);
            order.DeliverTo("Aino", PostalAddress.Create("Salakuja 3", "00200", "Helsinki"), null);
            return order;
        });

        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/orders/{placed.Id.Value}");
        Assert.DoesNotContain("Salakuja", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Osoite on turvakiellon alainen.", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/orders/{placed.Id.Value}/edit");
        Assert.DoesNotContain("Salakuja", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await browser.Press("Tallenna muutokset", ("Input.Lines[0].Quantity", "2"));
        Assert.Equal("Salakuja 3", await App.Stored(db => db.Orders.Where(o => o.Id == placed.Id).Select(o => o.DeliveryAddress!.Street).SingleAsync(Ct)));
    }

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string? Field(Browser browser, string name) => browser.Page.QuerySelector($"[name='{name}']")?.GetAttribute("value");

    public sealed class OnSqlite() : OrderPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : OrderPagesTests(Engine.Postgres);
}

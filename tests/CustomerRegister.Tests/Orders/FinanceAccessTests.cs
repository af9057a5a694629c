using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Orders;

/// <summary>The finance department, which may be an outside firm, sees what invoicing needs and nothing else (N10).</summary>
[Clause("N10")]
public abstract class FinanceAccessTests(Engine engine) : InvoicingTest(engine)
{
    [Fact]
    public async Task Buyer_is_shown_with_what_invoicing_needs_and_no_more()
    {
        var told = new Provenance(SourceKind.DataSubject, null, Today);
        var customer = await Buyer(with: c =>
        {
            c.ChangeEmail(EmailAddress.Parse("aino@posti.example"), told);
            c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Invoicing, PostalAddress.Create("PL 7", "00101", "Helsinki"), told, App.Clock));
        });
        var invoice = await Invoiced(customer.Id);
        // Another order, of which there is no invoice yet, is none of their business here.
        var other = await DeliveredOrder(customer.Id, on: new DateOnly(2026, 11, 1));
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get($"/staff/invoices/{invoice.Id.Value}");
        await browser.Follow("Ostajan laskut");

        foreach (var part in new[] { "Aino Virtanen", "PL 7", OrderPagesTests.Number(invoice.Number), "163,02 €" })
            Assert.Contains(part, browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        foreach (var part in new[] { "posti.example", OrderPagesTests.Number(other.Number), OrderPagesTests.Number(customer.Number), "Suostumu", "Pyyn" })
            Assert.DoesNotContain(part, browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main a[href^='/staff/customers'], main a[href^='/staff/orders']"));
        Assert.Single(await Log(AuditAction.BuyerViewed), e => e.CustomerId == customer.Id && e.Purpose == "invoicing");
        Assert.Single(await Log(AuditAction.InvoiceViewed), e => e.CustomerId == customer.Id);
    }

    [Fact]
    public async Task Somebody_who_was_never_invoiced_is_no_buyer()
    {
        var customer = await Buyer();
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get($"/staff/invoices/buyer?customer={customer.Id.Value}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Empty(await Log(AuditAction.BuyerViewed));
    }

    [Fact]
    public async Task Organisation_is_invoiced_under_its_own_name_and_business_id()
    {
        var (organisation, contact) = await Given.OrganisationWithContactPerson("Ison Oy", firstName: "Pirkko", lastName: "Koskitalo", since: new DateOnly(2020, 1, 1));
        var invoice = await Invoiced(contact.Id, organisation.Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get($"/staff/invoices/{invoice.Id.Value}");
        Assert.Contains("Ison Oy", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Koskitalo", browser.Text, StringComparison.Ordinal);
        await browser.Follow("Ostajan laskut");
        Assert.Contains(OrderPagesTests.Number(invoice.Number), browser.Text, StringComparison.Ordinal);
        // The contact person owes nothing.
        await browser.Get($"/staff/invoices/buyer?customer={contact.Id.Value}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task Card_search_requests_consents_and_orders_stay_closed()
    {
        var customer = await Buyer();
        var order = await DeliveredOrder(customer.Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);
        foreach (var page in new[]
        {
            $"/staff/customers/{customer.Id.Value}", "/staff/customers", $"/staff/customers/{customer.Id.Value}/orders", $"/staff/customers/{customer.Id.Value}/requests/new",
            "/staff/search", "/staff/requests", "/staff/orders", $"/staff/orders/{order.Id.Value}", "/staff/orders/new", "/staff/imports", "/admin/retention",
        })
        {
            await browser.Get(page);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
            Assert.DoesNotContain("Virtanen", browser.Text, StringComparison.Ordinal);
        }

        await browser.Get("/staff");
        Assert.Empty(browser.Page.QuerySelectorAll("form[role=search]"));
    }

    [Fact]
    public async Task Customer_service_sees_the_state_of_invoices_on_the_order_and_cannot_open_or_change_them()
    {
        var customer = await Buyer();
        var invoice = await Invoiced(customer.Id);
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        foreach (var page in new[] { $"/staff/orders/{invoice.OrderId!.Value.Value}", $"/staff/customers/{customer.Id.Value}" })
        {
            await browser.Get(page);
            Assert.Contains(OrderPagesTests.Number(invoice.Number), browser.Text, StringComparison.Ordinal);
            Assert.Contains("Avoin", browser.Text, StringComparison.Ordinal);
            Assert.Empty(browser.Page.QuerySelectorAll("main a[href^='/staff/invoices']"));
        }

        foreach (var action in new[] { "", "/print", "/payment", "/credit", "/collection", "/write-off" })
        {
            await browser.Get($"/staff/invoices/{invoice.Id.Value}{action}");
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }
    }

    [Fact]
    public async Task Marketing_and_administrators_see_neither_orders_nor_invoices()
    {
        var invoice = await Invoiced((await Buyer()).Id);
        foreach (var role in new[] { StaffRole.Marketing, StaffRole.Administrator })
        {
            using var browser = await Given.SignedIn(role);
            foreach (var page in new[] { "/staff/orders", $"/staff/orders/{invoice.OrderId!.Value.Value}", "/staff/invoices", $"/staff/invoices/{invoice.Id.Value}", "/staff/invoices/payments", "/staff/invoices/waiting" })
            {
                await browser.Get(page);
                Assert.NotEqual(HttpStatusCode.OK, browser.Status);
            }
        }
    }

    public sealed class OnSqlite() : FinanceAccessTests(Engine.Sqlite);

    public sealed class OnPostgres() : FinanceAccessTests(Engine.Postgres);
}

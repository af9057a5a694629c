using System.Net;
using System.Text.RegularExpressions;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Customers;

/// <summary>The promise of a protected address, on every page there is: whoever may not see it meets it nowhere.</summary>
public abstract partial class ProtectedAddressPagesTests(Engine engine) : AppTest(engine)
{
    // What stands in any copy of the address, and nowhere else.
    private static readonly string[] Marks = ["Salakuja", "98765", "Piilola", "Kätkömaa", "Salatie", "Kätköranta"];

    [Fact]
    public async Task No_page_shows_a_protected_address_to_any_role_without_the_permission()
    {
        var (customer, keys) = await Marked();
        var shown = new List<string>();
        foreach (var role in Enum.GetValues<StaffRole>())
        {
            using var browser = await Given.SignedIn(role);
            var opened = 0;
            foreach (var address in Pages(keys))
            {
                await browser.Get(address);
                opened += browser.Status == HttpStatusCode.OK ? 1 : 0;
                var body = System.Text.Encoding.UTF8.GetString(browser.Content);
                if (Array.Exists(Marks, mark => body.Contains(mark, StringComparison.OrdinalIgnoreCase)))
                    shown.Add($"{address} to {role}");
            }

            // The walk must have been through pages that open at all.
            Assert.True(opened > 1, $"{role} opened {opened} pages.");
            if (role == StaffRole.CustomerService)
            {
                await browser.Get($"/staff/customers/{customer.Id.Value}");
                Assert.Contains("Osoite on turvakiellossa 22.11.2028 asti", browser.Text, StringComparison.Ordinal);
            }
        }

        Assert.Empty(shown);
        App.Log.HoldsNone(Marks);
    }

    [Fact]
    public async Task With_the_permission_the_card_and_the_form_show_it()
    {
        var (customer, _) = await Marked();
        using var browser = await App.SignedInSeeingAddresses(StaffRole.CustomerService);

        await browser.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Contains("Salakuja 7", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Turvakielto 22.11.2028 asti", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        Assert.Equal("Salakuja 7", browser.Page.QuerySelector("[name='Input.Addresses[0].Street']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_customer_sees_everything_of_their_own()
    {
        var (customer, _) = await Marked();
        using var guest = await App.Entered(customer);

        await guest.Get("/my");

        Assert.Contains("Salakuja 7", guest.Text, StringComparison.Ordinal);
        Assert.Contains("Turvakielto voimassa asti", guest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_the_permission_edits_the_rest_by_the_form()
    {
        var (customer, _) = await Marked();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");

        Assert.Empty(browser.Page.QuerySelectorAll("[name^='Input.Addresses']"));
        await browser.Submit("main form", ("Input.LastName", "Mäkinen"));

        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        var stored = await App.Stored(db => db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == customer.Id));
        Assert.Equal(("Mäkinen", 2), (stored.LastName, stored.Addresses.Count));
    }

    [Fact]
    public async Task Fields_sent_for_an_address_that_was_not_shown_change_nothing_and_do_not_come_back()
    {
        var (customer, _) = await Marked();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        var fields = browser.Page.QuerySelectorAll("main form input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");

        await browser.Post($"/staff/customers/{customer.Id.Value}/edit",
            ("__RequestVerificationToken", fields["__RequestVerificationToken"]), ("Version", fields["Version"]), ("Was", fields["Was"]),
            ("Input.LastName", "Virtanen"), ("Input.FirstName", "Aino"), ("Input.Language", "Fi"), ("Input.Email", "aino@example.fi"), ("Input.SourceKind", "Controller"),
            ("Input.AddressHiddenUntil", ""), ("Input.Addresses[0].Street", "Väärä katu 1"), ("Input.Addresses[0].Kind", "Postal"));

        Assert.DoesNotContain("Väärä katu", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["Salakuja 7", "Salatie 3"], (await App.Stored(db => db.CustomerAddresses.Select(a => a.Address.Street).ToListAsync())).Order());
    }

    [Fact]
    public async Task A_protection_is_set_extended_and_lifted_by_pages()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        var home = $"/staff/customers/{customer.Id.Value}";
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get(home);
        await browser.Follow("Merkitse turvakielto");

        await browser.Submit("main form", ("Since", ""), ("Until", "2035-01-01"));
        Assert.Single(browser.Errors);
        await browser.Submit("main form", ("Since", "2026-11-01"), ("Until", "2035-01-01"));
        Assert.Contains("viisi vuotta", Assert.Single(browser.Errors), StringComparison.Ordinal);
        await browser.Submit("main form", ("Until", "2028-01-01"), ("SourceName", "Digi- ja väestötietovirasto"));
        Assert.Equal(home, browser.Address);
        Assert.Contains("1.11.2026 – 1.1.2028", browser.Text, StringComparison.Ordinal);

        // Lifting is not for those who may not see it.
        await browser.Get($"{home}/protection");
        Assert.Empty(browser.Page.QuerySelectorAll("a[href$='/lift']"));
        await browser.Get($"{home}/protection/lift");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.Get("/staff/customers/protected");
        Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);

        using var seer = await App.SignedInSeeingAddresses(StaffRole.PrivacyOfficer);
        await seer.Get($"{home}/protection");
        await seer.Follow("Poista turvakielto");
        await seer.Submit("main form");
        Assert.Equal(home, seer.Address);
        Assert.Null((await App.Stored(db => db.Customers.SingleAsync())).ProtectedUntil);
    }

    [Fact]
    public async Task An_expired_protection_is_shown_as_expired_and_stays_closed()
    {
        var (customer, _) = await Marked();
        App.Clock.Advance(TimeSpan.FromDays(365 * 3));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/customers/{customer.Id.Value}");

        Assert.Contains("Turvakielto päättyi 22.11.2028", browser.Text, StringComparison.Ordinal);
        Assert.Contains("osoite pysyy salassa", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Salakuja", browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/customers/protected");
        Assert.Contains("Päättynyt", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>A person whose address is protected and stands in every place where an address can, with the keys that open pages about them.</summary>
    private async Task<(Customer Customer, IReadOnlyList<Guid> Keys)> Marked()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var postal = PostalAddress.Create("Salakuja 7", "98765", "Piilola", "Kätkömaa");
        var request = EntityKey.New<RequestId>(App.Clock);
        var orderId = EntityKey.New<OrderId>(App.Clock);
        var invoiceId = EntityKey.New<InvoiceId>(App.Clock);
        await App.Use(async (RegisterContext db) =>
        {
            var stored = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync();
            var source = new Provenance(SourceKind.DataSubject, null, App.Clock.Today());
            foreach (var (kind, address) in new[] { (AddressKind.Postal, postal), (AddressKind.Invoicing, PostalAddress.Create("Salatie 3", "98765", "Kätköranta")) })
            {
                var made = CustomerAddress.Of(stored.Id, kind, address, source, App.Clock);
                stored.AddAddress(made);
                db.Add(made);
            }

            stored.ProtectAddress(App.Clock.Today(), App.Clock.Today().AddYears(2), source);
            var order = Order.Place(orderId, 1, stored.Id, null, App.Clock.Today(), "EUR");
            order.AddLine("Teetä", 10m, 1, 0, 0.255m);
            order.DeliverTo(stored.FullName, postal, null);
            order.Deliver(App.Clock.Today());
            db.Add(order);
            db.Add(SendInvoice(invoiceId, order, stored.FullName, postal));
            db.Add(DataSubjectRequest.File(request, 1, stored.Id, RequestType.Access, CustomerRegister.Consents.Channel.Letter, App.Clock.Today(), Language.Fi, null, null));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock, stored.Id));
            await db.SaveChangesAsync();
        });
        return (customer, [customer.Id.Value, orderId.Value, invoiceId.Value, request.Value]);
    }

    private Invoice SendInvoice(InvoiceId id, Order order, string name, PostalAddress address) =>
        Invoice.Send(id, 50_001, order, new Buyer(name, address), Language.Fi, App.Clock.Today(), App.Clock.Today().AddDays(14));

    /// <summary>Every page of the staff and the administration, each with every key in every place that takes one.</summary>
    private IEnumerable<string> Pages(IReadOnlyList<Guid> keys) => App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
        .Where(route => route.StartsWith("/staff", StringComparison.OrdinalIgnoreCase) || route.StartsWith("/admin", StringComparison.OrdinalIgnoreCase))
        .SelectMany(route => KeyInRoute().IsMatch(route) ? keys.Select(key => KeyInRoute().Replace(route, key.ToString())) : [route])
        .Distinct();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex KeyInRoute();

    public sealed class OnSqlite() : ProtectedAddressPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : ProtectedAddressPagesTests(Engine.Postgres);
}

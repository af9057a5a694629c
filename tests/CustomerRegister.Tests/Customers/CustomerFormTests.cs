using System.Net;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>The form of a customer over HTTP: every field at its limits, and rows without a script.</summary>
public abstract class CustomerFormTests(Engine engine) : AppTest(engine)
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("ä", 3000));

    private static readonly (string Field, string Value)[] Longest =
    [
        ("Input.FirstName", new string('ö', 100)),
        ("Input.LastName", new string('ö', 100)),
        ("Input.Email", $"{new string('a', 64)}@{new string('b', 60)}.{new string('c', 60)}.{new string('d', 63)}.com"),
        ("Input.Website", $"https://example.fi/{new string('a', 481)}"),
        ("Input.Addresses[0].Street", new string('ö', 200)),
        ("Input.Addresses[0].PostalCode", new string('1', 200)),
        ("Input.Addresses[0].City", new string('ö', 200)),
        ("Input.Addresses[0].Region", new string('ö', 200)),
        ("Input.Addresses[0].Country", new string('ö', 200)),
        ("Input.Note", new string('ö', 500)),
        ("Input.SourceName", new string('ö', 200)),
    ];

    [Fact]
    public async Task The_longest_value_of_each_field_is_stored_and_a_longer_one_is_told_beside_it()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        foreach (var (field, longest) in Longest.Append(("Input.Phones[0].Number", "")))
        {
            await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
            foreach (var tooLong in (string[])[longest + (longest.Length > 0 ? longest[^1] : "ei numero"), Long, $"{longest}\u0001\u200bx"])
            {
                await browser.Submit("main form", (field, tooLong));
                Assert.True(browser.Status == HttpStatusCode.OK && browser.Address.EndsWith("/edit", StringComparison.Ordinal), $"{field} took {tooLong.Length} characters.");
                var control = browser.Page.QuerySelector($"[name='{field}']")!;
                Assert.Equal((field, "true"), (field, control.GetAttribute("aria-invalid")));
                Assert.NotEmpty(browser.Errors);
            }
        }

        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        await browser.Submit("main form", [.. Longest.Select(l => (l.Field, (string?)l.Value))]);
        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        var stored = await App.Stored(db => db.Customers.SingleAsync());
        Assert.Equal((100, 254, 500, 500), (stored.LastName.Length, stored.Email!.Value.Length, stored.Website!.Value.Length, stored.Note!.Length));
    }

    [Fact]
    public async Task Control_signs_within_a_name_or_a_note_are_stored_as_spaces()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");

        await browser.Submit("main form",
            ("Input.FirstName", "Aino\u0001Maria"), ("Input.LastName", "Virta\u0007nen\u001b"), ("Input.Note", "eka\r\ntoka\u0002"), ("Input.SourceName", "a\u0001b"), ("Input.Addresses[0].City", "Tur\u0001ku"));

        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        var stored = await App.Stored(db => db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync());
        Assert.Equal(("Aino Maria", "Virta nen", "eka\ntoka", "a b", "Tur ku"), (stored.FirstName, stored.LastName, stored.Note, stored.NoteSource!.Name, stored.Addresses[0].Address.City));
    }

    [Fact]
    public async Task A_line_break_in_a_note_counts_as_one()
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");

        await browser.Submit("main form", ("Input.Note", string.Join("\r\n", Enumerable.Repeat("a", 250)) + "b"));

        Assert.Equal($"/staff/customers/{customer.Id.Value}", browser.Address);
        Assert.Equal(500, (await App.Stored(db => db.Customers.SingleAsync())).Note!.Length);
    }

    [Fact]
    public async Task Half_or_wrong_an_e_invoice_address_is_told_beside_the_field_that_is_wrong()
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        foreach (var (address, @operator, wrong) in ((string, string, string)[])[
            ("003701120389", "", "Input.EInvoiceOperator"), ("", "NDEAFIHH", "Input.EInvoice"), ("003701120388", "NDEAFIHH", "Input.EInvoice"), ("003701120389", "??", "Input.EInvoiceOperator")])
        {
            await browser.Submit("main form", ("Input.EInvoice", address), ("Input.EInvoiceOperator", @operator));

            Assert.Equal([wrong], browser.Page.QuerySelectorAll("[aria-invalid=true]").Select(e => e.GetAttribute("name")));
            Assert.Equal(address, browser.Page.QuerySelector("[name='Input.EInvoice']")!.GetAttribute("value") ?? "");
        }
    }

    [Fact]
    [Clause("N9")]
    [Clause("N12")]
    [Clause("N13")]
    [Clause("N14")]
    public async Task New_values_are_shown_on_the_card_with_their_source()
    {
        var customer = await Given.Customer();
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");

        await browser.Submit("main form", ("Input.EInvoice", "0037 0112038-9"), ("Input.EInvoiceOperator", "ndeafihh"), ("Input.Note", "Soittaa mieluiten aamuisin."),
            ("Input.SourceKind", "Subcontractor"), ("Input.SourceName", "Kuljetus Oy"));

        var facts = browser.Page.QuerySelectorAll(".facts dd").Select(d => string.Join(' ', d.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        const string source = "Lähde: alihankkija (Kuljetus Oy), 22.11.2026";
        Assert.Contains($"003701120389, operaattori NDEAFIHH {source}", facts);
        Assert.Contains($"Soittaa mieluiten aamuisin. {source}", facts);
    }

    [Fact]
    public async Task Rows_are_added_and_removed_without_a_script_and_nothing_typed_is_lost()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");

        await browser.Press("Lisää puhelinnumero", ("Input.Phones[0].Number", "040 111 1111"), ("Input.LastName", "Mäkinen"));
        await browser.Press("Lisää puhelinnumero", ("Input.Phones[1].Number", "040 222 2222"));
        await browser.Press("Lisää osoite", ("Input.Phones[2].Number", "040 333 3333"), ("Input.Addresses[0].Street", "Kuja 1"));
        await browser.Press("Lisää osoite", ("Input.Addresses[1].Street", "Kuja 2"), ("Input.Addresses[1].Kind", "Visiting"));
        await browser.Press("[aria-label='Poista puhelinnumero 2']", ("Input.Addresses[2].Street", "Kuja 3"));
        Assert.Equal(["040 111 1111", "040 333 3333"], browser.Page.QuerySelectorAll("[name^='Input.Phones'][name$='.Number']").Select(e => e.GetAttribute("value")));
        await browser.Submit("main form");

        var stored = await App.Stored(db => db.Customers.AsNoTracking().AsSplitQuery().Include(c => c.Phones).Include(c => c.Addresses).SingleAsync());
        Assert.Equal("Mäkinen", stored.LastName);
        Assert.Equal(["+358401111111", "+358403333333"], stored.Phones.Select(p => p.Number.Value).Order());
        Assert.Equal(["Kuja 1", "Kuja 2", "Kuja 3"], stored.Addresses.Select(a => a.Address.Street).Order());

        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        await browser.Press("[aria-label='Poista osoite 1']");
        await browser.Press("[aria-label='Poista puhelinnumero 1']");
        Assert.Equal(3, (await App.Stored(db => db.CustomerAddresses.CountAsync())));
        await browser.Submit("main form");
        Assert.Equal((1, 2), (await App.Stored(db => db.CustomerPhones.CountAsync()), await App.Stored(db => db.CustomerAddresses.CountAsync())));
    }

    [Fact]
    public async Task A_made_up_button_breaks_nothing()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/customers/{customer.Id.Value}/edit");
        var fields = browser.Page.QuerySelectorAll("main form input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");

        foreach (var rows in (string[])["remove-phone-99", "remove-phone--1", "remove-address-99999999999999", "drop table", ""])
        {
            await browser.Post($"/staff/customers/{customer.Id.Value}/edit",
                [.. fields.Select(f => (f.Key, f.Value)), ("Rows", rows), ("Input.LastName", "Virtanen"), ("Input.FirstName", "Aino"), ("Input.Language", "Fi"), ("Input.SourceKind", "Controller")]);

            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }
    }

    [Fact]
    public async Task Two_who_edit_the_note_and_the_e_invoice_address_at_once_see_both_side_by_side()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        using var first = await Given.SignedIn(StaffRole.CustomerService);
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await first.Get($"/staff/customers/{customer.Id.Value}/edit");
        await second.Get($"/staff/customers/{customer.Id.Value}/edit");

        await first.Submit("main form", ("Input.Note", "Ensimmäinen"), ("Input.EInvoice", "003701120389"), ("Input.EInvoiceOperator", "NDEAFIHH"));
        await second.Submit("main form", ("Input.Note", "Toinen"));

        var rows = second.Page.QuerySelectorAll("main table tbody tr").Select(r => string.Join(" | ", r.Children.Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))).ToList();
        Assert.Contains("Muistiinpano |  | Ensimmäinen | Toinen Kentässä on sinun kirjoittamasi.", rows);
        Assert.Contains("Verkkolaskuosoite |  | 003701120389 | Et muuttanut; kentässä on toisen tallentama.", rows);
        await second.Submit("main form");
        var stored = await App.Stored(db => db.Customers.SingleAsync());
        Assert.Equal(("Toinen", "003701120389"), (stored.Note, stored.EInvoice!.Address));
    }

    public sealed class OnSqlite() : CustomerFormTests(Engine.Sqlite);

    public sealed class OnPostgres() : CustomerFormTests(Engine.Postgres);
}

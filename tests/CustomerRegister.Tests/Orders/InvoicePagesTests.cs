using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Orders;

/// <summary>Invoices as the finance department makes and follows them, over HTTP.</summary>
public abstract class InvoicePagesTests(Engine engine) : InvoicingTest(engine)
{
    [Fact]
    [Clause("N2")]
    public async Task Delivered_order_becomes_an_invoice_with_its_own_copy_of_the_buyer()
    {
        App.Settings["Invoicing:Iban"] = "FI21 1234 5600 0007 85";
        App.Settings["Invoicing:Bic"] = "NDEAFIHH";
        var customer = await Buyer();
        var order = await DeliveredOrder(customer.Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get("/staff/invoices/waiting");
        await browser.Follow("Tee lasku");
        Assert.Contains("163,02 €", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await browser.Submit("main form", ("DueOn", "2026-11-21"));
        Assert.Contains("Eräpäivä on ennen laskun päiväystä.", browser.Errors);
        await browser.Submit("main form", ("DueOn", "2026-12-06"), ("Language", "Sv"));

        var stored = await Stored((await App.Stored(db => db.Invoices.SingleAsync(Ct))).Id);
        Assert.Equal($"/staff/invoices/{stored.Id.Value}", browser.Address);
        Assert.Equal(("Aino Virtanen", "Rantatie 5", 163.02m, 132m), (stored.BuyerName, stored.BuyerAddress!.Street, stored.Total, stored.Net));
        // Freight is divided 100 : 20 between the rates.
        Assert.Equal([(0.255m, 10m), (0.135m, 2m)], stored.Lines.Where(l => l.Kind == InvoiceLineKind.Freight).OrderBy(l => l.Position).Select(l => (l.VatRate, l.Net)));
        Assert.Single(await Log(AuditAction.InvoiceSent), e => e.CustomerId == customer.Id);

        // What changes in the register after it does not change the invoice, nor can the order be invoiced twice.
        await Arrange(async db =>
        {
            var now = await db.Customers.SingleAsync(c => c.Id == customer.Id, Ct);
            now.Rename("Aino", "Korhonen", new(SourceKind.DataSubject, null, Today));
            return now;
        });
        await browser.Get($"/staff/invoices/new/{order.Id.Value}");
        Assert.Contains("Tilaus on laskutettu.", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/invoices/{stored.Id.Value}/print");
        Assert.Equal("sv", browser.Page.DocumentElement.GetAttribute("lang"));
        foreach (var part in new[] { "Faktura", "Aino Virtanen", "Rantatie 5", stored.Reference.Readable, "FI21 1234 5600 0007 85", "NDEAFIHH", "FO-nummer 1234567-1", "25,5 %", "13,5 %", "163,02 €", "6.12.2026" })
            Assert.Contains(part, browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_account_number_in_the_settings_the_paper_invents_none_and_says_so()
    {
        var customer = await Buyer();
        var invoice = await Invoiced(customer.Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);

        await browser.Get($"/staff/invoices/{invoice.Id.Value}/print");

        Assert.Contains("Invoicing:Iban", browser.Page.QuerySelector("nav.not-on-paper")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("IBAN", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payments_are_matched_by_reference_number()
    {
        var invoice = await Invoiced((await Buyer()).Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get("/staff/invoices/payments");
        await browser.Submit("main form", ("Reference", "12345"), ("Amount", "10"));
        Assert.Contains("Viitenumerossa on virhe: tarkistusnumero ei täsmää.", browser.Errors);
        await browser.Submit("main form", ("Reference", ReferenceNumber.For(99999).Value), ("Amount", "kymppi"));
        Assert.Contains("Kirjoita luku, esimerkiksi 12,50.", browser.Errors);
        Assert.Equal("kymppi", OrderPagesTests.Field(browser, "Amount"));
        await browser.Submit("main form", ("Amount", "10"));
        Assert.Contains("Viitenumerolla ei ole laskua.", browser.Errors);

        await browser.Submit("main form", ("Reference", "00" + invoice.Reference.Readable), ("Amount", "63,02"), ("On", "2026-10-05"));
        Assert.Contains("Maksu on kirjattu laskulle", browser.Text, StringComparison.Ordinal);
        // The next payment of the same statement is likely of the same day.
        Assert.Equal("2026-10-05", OrderPagesTests.Field(browser, "On"));
        var stored = await Stored(invoice.Id);
        Assert.Equal((InvoiceState.Open, 63.02m, 100m, (DateOnly?)null), (stored.State, stored.Paid, stored.Balance, stored.SettledOn));
        await browser.Submit("main form", ("Reference", invoice.Reference.Value), ("Amount", "110"), ("On", "2026-10-07"));
        stored = await Stored(invoice.Id);
        Assert.Equal((InvoiceState.Paid, 163.02m, 10m, new DateOnly(2026, 10, 7)), (stored.State, stored.Paid, stored.Overpaid, stored.SettledOn));

        // The overpayment is shown where one can do something about it, and paid back.
        await browser.Get($"/staff/invoices/{invoice.Id.Value}");
        Assert.Contains("10,00 € liikaa", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await browser.Follow("Kirjaa maksu");
        await browser.Submit("main form", ("Amount", "10,01"));
        Assert.Contains("Summa on suurempi kuin ylisuoritus.", browser.Errors);
        await browser.Submit("main form", ("Amount", "10"));
        Assert.Equal(0, (await Stored(invoice.Id)).Overpaid);
        Assert.Equal(2, (await Log(AuditAction.PaymentRecorded)).Count);
        Assert.Single(await Log(AuditAction.PaymentRefunded));
    }

    [Fact]
    public async Task Credit_note_has_a_number_of_its_own_and_leads_back_to_its_invoice()
    {
        var customer = await Buyer();
        var invoice = await Invoiced(customer.Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get($"/staff/invoices/{invoice.Id.Value}/credit");
        await browser.Press("Hyvitä annetut määrät", ("Parts[0].Quantity", "3"));
        Assert.Contains("Määrä on suurempi kuin rivillä on jäljellä.", browser.Errors);
        await browser.Press("Hyvitä annetut määrät", ("Parts[0].Quantity", "1"));
        Assert.Contains("Kirjoita syy.", browser.Errors);
        await browser.Press("Hyvitä annetut määrät", ("Reason", "Kuppi oli rikki"));
        var stored = await Stored(invoice.Id);
        var note = Assert.Single(stored.CreditNotes);
        Assert.Equal((62.75m, 100.27m, InvoiceState.Open), (note.Total, stored.Balance, stored.State));
        Assert.NotEqual(invoice.Number, note.Number);

        await browser.Get("/staff/invoices");
        await browser.Submit("main form", ("Number", OrderPagesTests.Number(note.Number)));
        Assert.Equal($"/staff/invoices/{invoice.Id.Value}", browser.Address);
        await browser.Follow(OrderPagesTests.Number(note.Number));
        foreach (var part in new[] { "Hyvityslasku", "Kuppi oli rikki", $"Lasku {invoice.Number}", "62,75 €" })
            Assert.Contains(part, browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);

        // The rest of it: to the cent, and the order may be invoiced anew.
        await browser.Get($"/staff/invoices/{invoice.Id.Value}/credit");
        await browser.Press("Hyvitä kaikki", ("Reason", "Loputkin"));
        stored = await Stored(invoice.Id);
        Assert.Equal((163.02m, 0m, InvoiceState.Credited), (stored.Credited, stored.Balance, stored.State));
        Assert.False(await App.Stored(db => db.Orders.Select(o => o.IsInvoiced).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Overdue_invoice_goes_to_collection_comes_back_and_is_written_off()
    {
        var invoice = await Invoiced((await Buyer()).Id);
        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get("/staff/invoices?overdue");
        // Due 15 October, today is 22 November.
        Assert.Contains("38 päivää myöhässä", browser.Text, StringComparison.Ordinal);
        await browser.Follow(OrderPagesTests.Number(invoice.Number));
        await browser.Follow("Siirrä perintään");
        await browser.Submit("main form");
        Assert.Contains("Kirjoita perintätoimiston nimi.", browser.Errors);
        await browser.Submit("main form", ("Collector", "Perintä Oy"));
        Assert.Equal(InvoiceState.InCollection, (await Stored(invoice.Id)).State);
        await browser.Get("/staff/invoices?show=incollection");
        Assert.Contains(OrderPagesTests.Number(invoice.Number), browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/invoices/{invoice.Id.Value}/collection");
        await browser.Submit("main form", ("Outcome", "Unsuccessful"));
        Assert.Equal(InvoiceState.Open, (await Stored(invoice.Id)).State);
        await browser.Get($"/staff/invoices/{invoice.Id.Value}/write-off");
        await browser.Submit("main form", ("Reason", new string('a', 501)));
        Assert.Equal(InvoiceState.Open, (await Stored(invoice.Id)).State);
        await browser.Submit("main form", ("Reason", "Velallinen on varaton"));
        var stored = await Stored(invoice.Id);
        Assert.Equal((InvoiceState.WrittenOff, 163.02m, Today), (stored.State, stored.WrittenOff, stored.SettledOn));
        await browser.Get("/staff/invoices?show=writtenoff");
        Assert.Contains(OrderPagesTests.Number(invoice.Number), browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/invoices?show=credited");
        Assert.DoesNotContain(OrderPagesTests.Number(invoice.Number), browser.Text, StringComparison.Ordinal);
        await browser.Get("/staff/invoices?overdue");
        Assert.Empty(browser.Page.QuerySelectorAll("main tbody tr"));
        foreach (var action in new[] { AuditAction.CollectionOpened, AuditAction.CollectionClosed, AuditAction.InvoiceWrittenOff })
            Assert.Single(await Log(action), e => e.CustomerId == invoice.CustomerId && e.SubjectId == invoice.Id.Value);
    }

    [Fact]
    public async Task Two_payments_at_once_are_both_kept()
    {
        var invoice = await Invoiced((await Buyer()).Id);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => App.Use((RecordPayment record) =>
            record.Run(new(invoice.Id, PaymentKind.Payment, 20, new DateOnly(2026, 10, 5)), Accountant, Ct)))));

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        var stored = await Stored(invoice.Id);
        Assert.Equal((120m, 43.02m, 6), (stored.Received, stored.Balance, stored.Payments.Count));
    }

    [Fact]
    public async Task Order_is_invoiced_once_however_many_ask_at_the_same_time()
    {
        var order = await DeliveredOrder((await Buyer()).Id);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => App.Use((SendInvoice send) =>
            send.Run(new(order.Id, order.Version, Today, Today.AddDays(14), Language.Fi), Accountant, Ct)))));

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.Equal(1, await App.Stored(db => db.Invoices.CountAsync(Ct)));
    }

    [Fact]
    public async Task Lists_show_each_state_page_by_page_with_as_many_queries_for_many_as_for_few()
    {
        var customer = await Buyer();
        var first = await Invoiced(customer.Id, on: new DateOnly(2026, 9, 1));
        var few = await Commands((ListInvoices list) => list.Run(InvoiceFilter.Overdue, null, Accountant, Ct));
        for (var i = 0; i < ListInvoices.PageSize + 1; i++)
            await Invoiced(customer.Id, on: new DateOnly(2026, 9, 2).AddDays(i % 3));
        await Invoiced(customer.Id, on: Today);
        Assert.Equal(few, await Commands((ListInvoices list) => list.Run(InvoiceFilter.Overdue, null, Accountant, Ct)));
        await App.Use((RecordPayment record) => record.Run(new(first.Id, PaymentKind.Payment, first.Total, Today), Accountant, Ct));

        using var browser = await Given.SignedIn(StaffRole.Finance);
        await browser.Get("/staff/invoices?show=overdue");
        var seen = Numbers(browser);
        await browser.Follow("a[rel=next]");
        seen = [.. seen, .. Numbers(browser)];
        Assert.Equal(ListInvoices.PageSize + 1, seen.Distinct().Count());
        Assert.DoesNotContain(OrderPagesTests.Number(first.Number), seen);
        await browser.Follow("a[rel=prev]");
        Assert.Equal(seen.Take(ListInvoices.PageSize), Numbers(browser));
        await browser.Get("/staff/invoices?show=paid");
        Assert.Equal([OrderPagesTests.Number(first.Number)], Numbers(browser));
        await browser.Get("/staff/invoices");
        Assert.Equal(ListInvoices.PageSize, Numbers(browser).Count);
        await browser.Follow("a[rel=next]");
        Assert.Equal(3, Numbers(browser).Count);
        await browser.Get("/staff/invoices?after=x_y&show=z");
        Assert.Equal(ListInvoices.PageSize, Numbers(browser).Count);
        // One entry a look, and nobody's name in it.
        Assert.All(await Log(AuditAction.InvoicesListed), e => Assert.Null(e.CustomerId));

        static List<string> Numbers(Browser browser) => [.. browser.Page.QuerySelectorAll("main tbody th a").Select(a => a.TextContent)];
    }

    [Fact]
    public async Task Protected_address_is_not_on_the_invoice_and_seen_by_those_who_may()
    {
        var told = new Provenance(SourceKind.Authority, null, Today);
        var customer = await Buyer(with: c => c.ProtectAddress(Today.AddYears(-1), Today.AddYears(1), told));
        var invoice = await Invoiced(customer.Id);
        Assert.Null((await Stored(invoice.Id)).BuyerAddress);

        using var browser = await Given.SignedIn(StaffRole.Finance);
        foreach (var page in new[] { $"/staff/invoices/{invoice.Id.Value}", $"/staff/invoices/{invoice.Id.Value}/print", $"/staff/invoices/buyer?customer={customer.Id.Value}", $"/staff/invoices/new/{invoice.OrderId!.Value.Value}" })
        {
            await browser.Get(page);
            Assert.Contains("Aino Virtanen", browser.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Rantatie", browser.Text, StringComparison.Ordinal);
        }

        var viewed = await App.Use((ViewInvoice view) => view.Run(invoice.Id, Accountant with { SeesProtectedAddresses = true }, Ct));
        Assert.Equal("Rantatie 5", viewed!.Address!.Street);
    }

    public sealed class OnSqlite() : InvoicePagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : InvoicePagesTests(Engine.Postgres);
}

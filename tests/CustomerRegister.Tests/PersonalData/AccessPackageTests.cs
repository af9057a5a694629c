using System.Globalization;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>What a person gets who asked for their data: the whole of it, to read and to process, and nothing of anybody else.</summary>
public abstract class AccessPackageTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N12")]
    [Clause("N32")]
    public async Task Every_stored_value_is_in_the_readable_and_in_the_machine_readable_part_and_no_secret()
    {
        var (person, other) = await TwoPeople();

        var (html, json) = await Package(person, Language.Fi);

        Speaking.Finnish();
        var names = App.Services.GetRequiredService<DataNames>();
        var data = json.RootElement.GetProperty("data");
        foreach (var mark in person.Marks.Where(m => m.Column.IsReported))
        {
            var rows = data.GetProperty(Camel(mark.Column.Category.ToString())).GetProperty(mark.Table.Key).EnumerateArray().Select(row => row.GetProperty(mark.Column.Key)).ToList();
            Assert.Contains(rows, value => Same(value, mark.Value));
            if (mark.Trace is not null)
                Assert.Contains(names.Value(new(mark.Column.Key, $"{mark.Table.Key}.{mark.Column.Key}"), mark.Value), html.Body!.TextContent, StringComparison.Ordinal);
        }

        var all = html.Body!.TextContent + json.RootElement.GetRawText();
        Assert.Empty(person.Marks.Where(m => !m.Column.IsReported && m.Value is string text && all.Contains(text, StringComparison.Ordinal)));
        Assert.Empty(other.Marks.Where(m => m.Trace is not null && m.Value is string text && all.Contains(text, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Language.Fi, "Sinusta tallennetut tiedot", "Tietosuojavaltuutetun toimisto", "Suostumus")]
    [InlineData(Language.Sv, "Uppgifter som har lagrats om dig", "Dataombudsmannens byrå", "Samtycke")]
    [InlineData(Language.En, "The data we hold about you", "Office of the Data Protection Ombudsman", "Consent")]
    [Clause("N8")]
    [Clause("N31")]
    [Clause("N41")]
    public async Task The_report_speaks_the_persons_language_and_states_the_facts_of_processing(Language language, string title, string authority, string basis)
    {
        var customer = await Given.Customer();
        var (html, _) = await Package(customer.Id, language);

        Assert.Equal(language.Code(), html.DocumentElement.GetAttribute("lang"));
        Assert.Contains(title, html.Title, StringComparison.Ordinal);
        foreach (var expected in (string[])[authority, basis, "PL 800, 00531 Helsinki", "tietosuoja.fi", "029 566 6700"])
            Assert.Contains(expected, html.Body!.TextContent, StringComparison.Ordinal);
        // Purposes, categories, sources, recipients, retention, automated decisions, rights, complaint: Art. 15(1)(a) to (h).
        Assert.Equal(8, html.QuerySelector("main > section")!.QuerySelectorAll("h3").Length);
        Assert.Equal(Enum.GetValues<DataCategory>().Length, html.QuerySelectorAll("section.data > section > h3").Length);
    }

    [Fact]
    [Clause("N36")]
    public async Task The_report_names_whoever_the_data_was_disclosed_to_and_says_so_where_it_was_nobody()
    {
        var (customer, other) = (await Given.Customer(), await Given.Customer("Eino", "Laine"));
        var arranging = CustomerRegister.Audit.Actor.System("test", "arranging");
        var recipient = (await App.Use((AddRecipient add) => add.Run(new("Perintä Oy", "tietosuoja@perinta.example", Language.Fi), arranging, default))).Value!;
        await App.Use((RecordDisclosure record) => record.Run(new(customer.Id, recipient.Id, [DataCategory.Name], App.Clock.Today(), DisclosureGround.DebtCollection, null), arranging, default));

        var (html, _) = await Package(customer.Id, Language.Fi);
        foreach (var told in (string[])["Kenelle tietojasi on luovutettu, mitä tietoja, milloin", "Perintä Oy", "Velan perintä"])
            Assert.Contains(told, html.Body!.TextContent, StringComparison.Ordinal);
        (html, _) = await Package(other.Id, Language.Fi);
        Assert.Contains("Tietojasi ei ole kirjattu luovutetuiksi kenellekään ulkopuoliselle.", html.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_opens_without_a_network()
    {
        var customer = await Given.Customer();
        var (html, _) = await Package(customer.Id, Language.Fi);

        Assert.Empty(html.QuerySelectorAll("[src], [href], script, link, iframe, object, embed, img"));
        var source = html.DocumentElement.OuterHtml;
        foreach (var reference in (string[])["http:", "https:", "url(", "@import"])
            Assert.DoesNotContain(reference, source, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_persons_own_markup_stays_text()
    {
        var customer = await Given.Customer(lastName: "<script>alert(1)</script>");

        var (html, json) = await Package(customer.Id, Language.Fi);

        Assert.Empty(html.QuerySelectorAll("script"));
        Assert.Equal("<script>alert(1)</script>", json.RootElement.GetProperty("data").GetProperty("name").GetProperty("customer")[0].GetProperty("lastName").GetString());
    }

    [Fact]
    [Clause("N12")]
    [Clause("N32")]
    public async Task Every_reported_column_of_the_map_is_in_the_tables_too_and_the_manifest_has_the_hash_of_every_file()
    {
        var (person, other) = await TwoPeople();

        var files = PackagesRead.Open(await Zip(person.Id, Language.Fi));

        foreach (var mark in person.Marks.Where(m => m.Column.IsReported))
        {
            var csv = files.Text($"csv/{Camel(mark.Column.Category.ToString())}.{mark.Table.Key}.csv").TrimStart('\uFEFF');
            Assert.Contains(mark.Column.Key, csv.Split("\r\n")[0].Split(';'));
            if (mark is { Trace: not null, Value: string or long or int })
                Assert.Contains(Convert.ToString(mark.Value, CultureInfo.InvariantCulture)!, csv, StringComparison.Ordinal);
        }

        var all = string.Concat(files.Keys.Select(files.Text));
        Assert.Empty(other.Marks.Where(m => m.Trace is not null && m.Value is string text && all.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_long_table_is_read_while_it_is_written_and_nothing_of_it_is_left_out()
    {
        var customer = await Given.Customer();
        var orders = ReadPersonalData.MostHeld + 50;
        await App.Use(async (RegisterContext db) =>
        {
            var first = await db.TakeNumber(NumberSeries.Orders, default, orders);
            foreach (var i in Enumerable.Range(0, orders))
            {
                var order = Order.Place(EntityKey.New<OrderId>(App.Clock), first + i, customer.Id, null, new DateOnly(2026, 1, 1), "EUR");
                order.AddLine($"Tuote {i:0000}", 1, 1, 0);
                db.Add(order);
            }

            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.OrderRegistered, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });

        var (html, json) = await Package(customer.Id, Language.Fi);

        var table = html.QuerySelectorAll("section.data h4").Single(h => h.TextContent == $"Tilausrivit ({orders})").ParentElement!;
        var lines = table.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal(orders, lines.Count);
        Assert.All(Enumerable.Range(0, orders), i => Assert.Contains($"Tuote {i:0000}", lines[i], StringComparison.Ordinal));
        // A column in which no row holds anything is left out, as in a short table.
        Assert.DoesNotContain("Toimitettu", html.QuerySelectorAll("section.data h4").Single(h => h.TextContent == $"Tilaukset ({orders})").ParentElement!.QuerySelector("thead")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(orders, json.RootElement.GetProperty("data").GetProperty("orders").GetProperty("orderLine").GetArrayLength());
    }

    [Fact]
    public async Task Names_of_staff_and_of_other_contact_persons_are_masked_in_what_staff_wrote_and_nowhere_else()
    {
        var customer = await App.CustomerWithEverything();
        await App.RequestFrom(customer.Id, RequestType.Objection, message: "Olli Toinen soitti minulle.");
        var kept = await App.Stored(db => db.Customers.Where(c => c.Id == customer.Id).Select(c => c.Note).SingleAsync());
        Assert.Contains("Sanna Sihteeri", kept, StringComparison.Ordinal);

        var (html, json) = await Package(customer.Id, Language.Sv);

        foreach (var text in (string[])[html.Body!.TextContent, json.RootElement.GetRawText()])
        {
            Assert.Contains("Soitti 3.3. [namnet borttaget] ja [namnet borttaget] hoitavat.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Sihteeri", text, StringComparison.Ordinal);
            // One's own words are one's own.
            Assert.Contains("Olli Toinen soitti minulle.", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_package_lies_encrypted_in_the_register()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo");
        var zip = await Zip(customer.Id, Language.Fi);

        var stored = await App.Stored(db => db.DataPackageChunks.Select(c => c.Content).SingleAsync());
        Assert.True(stored.Length > zip.Length);
        Assert.Equal(-1, stored.AsSpan().IndexOf("access-report.html"u8));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(zip)), await App.Stored(db => db.DataPackages.Select(p => p.Hash).SingleAsync()));
    }

    private async Task<(MarkedPerson Person, MarkedPerson Other)> TwoPeople()
    {
        // The program lays down purposes when it starts.
        _ = App.Services;
        await using var db = Database.Open();
        return (await MarkedPerson.In(db, 0), await MarkedPerson.In(db, 2000));
    }

    private Task<(IHtmlDocument Html, JsonDocument Json)> Package(MarkedPerson person, Language language) => Package(person.Id, language);

    private async Task<(IHtmlDocument Html, JsonDocument Json)> Package(CustomerId person, Language language) => Open(await Zip(person, language));

    private async Task<byte[]> Zip(CustomerId person, Language language)
    {
        var id = await App.RequestFrom(person, language: language);
        // One of the two has a protected address, and the package holds it.
        var browser = await App.SignedInSeeingAddresses(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        await browser.Press("Kirjaa varmistetuksi", ("Method", "PortalSignIn"));
        await browser.Follow("Ratkaise pyyntö");
        await browser.Submit("main form", ("Decision", "Grant"));
        Assert.True($"/staff/requests/{id.Value}" == browser.Address, string.Join('\n', App.Log.Errors.Select(e => e.Exception)));
        await browser.Press("Lataa toimitettavaksi asiakkaalle");
        Assert.Equal("application/zip", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", browser.Response.Content.Headers.ContentDisposition!.DispositionType);
        return browser.Content;
    }

    internal static (IHtmlDocument Html, JsonDocument Json) Open(byte[] package)
    {
        var files = PackagesRead.Open(package);
        return (new HtmlParser().ParseDocument(files.Text("access-report.html")), JsonDocument.Parse(files["access-report.json"]));
    }

    private static bool Same(JsonElement stored, object value) => value switch
    {
        bool yes => stored.ValueKind == (yes ? JsonValueKind.True : JsonValueKind.False),
        int or long or decimal => stored.ValueKind == JsonValueKind.Number && stored.GetDecimal() == Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        DateOnly day => stored.GetString() == day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => stored.ValueKind == JsonValueKind.String && stored.GetDateTime().ToUniversalTime() == instant,
        Language language => stored.GetString() == language.Code(),
        Enum term => stored.ValueKind == JsonValueKind.String && stored.GetString() == Camel(term.ToString()),
        OrganisationId organisation => stored.GetProperty("id").GetGuid() == organisation.Value,
        PurposeId purpose => stored.GetProperty("id").GetGuid() == purpose.Value,
        _ => stored.ValueKind == JsonValueKind.String && stored.GetString() == Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public sealed class OnSqlite() : AccessPackageTests(Engine.Sqlite);

    public sealed class OnPostgres() : AccessPackageTests(Engine.Postgres);
}

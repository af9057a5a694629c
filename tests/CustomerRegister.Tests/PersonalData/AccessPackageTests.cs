using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
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

    private async Task<(MarkedPerson Person, MarkedPerson Other)> TwoPeople()
    {
        // The program lays down purposes when it starts.
        _ = App.Services;
        await using var db = Database.Open();
        return (await MarkedPerson.In(db, 0), await MarkedPerson.In(db, 2000));
    }

    private Task<(IHtmlDocument Html, JsonDocument Json)> Package(MarkedPerson person, Language language) => Package(person.Id, language);

    private async Task<(IHtmlDocument Html, JsonDocument Json)> Package(CustomerId person, Language language)
    {
        var id = await App.RequestFrom(person, language: language);
        // One of the two has a protected address, and the package holds it.
        var browser = await App.SignedInSeeingAddresses(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        await browser.Press("Kirjaa varmistetuksi", ("Method", "PortalSignIn"));
        await browser.Follow("Ratkaise pyyntö");
        await browser.Submit("main form", ("Decision", "Grant"));
        Assert.Equal($"/staff/requests/{id.Value}", browser.Address);
        await browser.Press("Lataa toimitettavaksi asiakkaalle");
        Assert.Equal("application/zip", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", browser.Response.Content.Headers.ContentDisposition!.DispositionType);
        return Open(browser.Content);
    }

    internal static (IHtmlDocument Html, JsonDocument Json) Open(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        Assert.Equal(["access-report.html", "access-report.json"], zip.Entries.Select(e => e.FullName));
        using var html = zip.GetEntry("access-report.html")!.Open();
        using var json = zip.GetEntry("access-report.json")!.Open();
        return (new HtmlParser().ParseDocument(html), JsonDocument.Parse(json));
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

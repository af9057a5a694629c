using System.Net;
using System.Text;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Imports;

public abstract class ImportPagesTests(Engine engine) : AppTest(engine)
{
    private const string Form = "main form";

    [Fact]
    public async Task Northwind_comes_in_by_the_upload_pages_and_coming_again_changes_nothing()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        foreach (var (file, rows) in new[] { (Northwind.Customers, "91"), (Northwind.Orders, "830"), (Northwind.OrderLines, "2\u00a0155") })
        {
            await Upload(browser, file);
            Assert.StartsWith("/staff/imports/", browser.Address, StringComparison.Ordinal);
            await browser.Press("Tuo rekisteriin");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Equal(rows, Fact(browser, "Tuotuja rivejä"));
        }

        await App.Use<Data.RegisterContext>(Northwind.IsWholeIn);
        var before = await App.Stored(Northwind.RowsOf);

        foreach (var file in new[] { Northwind.Customers, Northwind.Orders, Northwind.OrderLines })
        {
            await Upload(browser, file);
            await browser.Press("Tuo rekisteriin");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }

        Assert.Equal(before, await App.Stored(Northwind.RowsOf));
        await browser.Get("/staff/imports");
        Assert.Equal(6, browser.Page.QuerySelectorAll("tbody tr").Length);
        Assert.Empty(UploadsLeft());
        App.Log.HoldsNone("Koskitalo", "Wartian");
    }

    [Fact]
    public async Task Every_rejected_row_is_listed_with_its_line_and_reason_and_no_value()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, Northwind.Unquoted);
        Assert.Contains("67 uutta", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Alfreds Futterkiste", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll(".ds-pagination"));

        await browser.Press("Tuo rekisteriin");

        var rows = browser.Page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal(24, rows.Count);
        Assert.Contains("8", rows[0], StringComparison.Ordinal);
        Assert.Contains("Rivillä on 12 saraketta, otsikkorivillä 11.", rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Citeaux", browser.Text, StringComparison.Ordinal);
        Assert.Equal(67, await App.Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task Nothing_is_stored_before_it_is_confirmed_and_what_is_discarded_is_deleted()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, Northwind.Customers);
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Single(UploadsLeft());

        await browser.Press("Hylkää tuonti");

        Assert.Equal("/staff/imports", browser.Address);
        Assert.Empty(UploadsLeft());
        Assert.Equal(ImportState.Discarded, (await App.Stored(db => db.Imports.SingleAsync())).State);
    }

    [Fact]
    public async Task A_column_can_be_mapped_by_hand_and_only_what_was_previewed_is_imported()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/imports");
        await browser.Upload(Form, "CsvFile", "vanha.csv", Encoding.UTF8.GetBytes("avain;henkilö\n1;Aino Aalto\n"), ("Kind", "Customers"), ("Source", "vanha järjestelmä"));
        Assert.Contains(browser.Page.QuerySelectorAll(".ds-error-summary li"), e => e.TextContent.Contains("Asiakkaan tunnus", StringComparison.Ordinal));
        Assert.DoesNotContain("Tuo rekisteriin", browser.Text, StringComparison.Ordinal);

        await browser.Press("Päivitä esikatselu", ("Fields[0]", "CustomerKey"), ("Fields[1]", "LastName"));
        Assert.Contains("1 uutta", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tuo rekisteriin", ("Fields[1]", "ContactName"));
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Contains("Sarakkeiden valintoja on muutettu", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tuo rekisteriin");

        var customer = await App.Stored(db => db.Customers.SingleAsync());
        Assert.Equal(("Aino", "Aalto", "vanha järjestelmä:1"), (customer.FirstName, customer.LastName, customer.SourceKey));
    }

    [Fact]
    public async Task A_field_cannot_be_taken_from_two_columns()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/imports");
        await browser.Upload(Form, "CsvFile", "a.csv", Encoding.UTF8.GetBytes("id,name,other\n1,Aino Aalto,x\n"));

        await browser.Press("Päivitä esikatselu", ("Fields[2]", "ContactName"));

        Assert.Contains("”Koko nimi” on jo valittu sarakkeelle ”name”.", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Tiedosto on tyhjä.")]
    [InlineData("a,b\n1,2\n", "Sisältöä ei voi tunnistaa otsikoista. Valitse se itse.")]
    [InlineData("id,name,id\n1,2,3\n", "Kahdella sarakkeella on sama otsikko.")]
    [InlineData("PK\u0003\u0004and the rest of a workbook", "Tiedosto ei ole CSV-tiedosto. Tallenna taulukko ensin CSV-muodossa.")]
    public async Task A_file_that_cannot_be_imported_is_refused_with_the_reason_beside_the_field(string content, string message)
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/imports");

        await browser.Upload(Form, "CsvFile", "hostile.csv", Encoding.UTF8.GetBytes(content));

        Assert.Contains(message, browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await App.Stored(db => db.Imports.CountAsync()));
        Assert.Empty(UploadsLeft());
    }

    [Fact]
    public async Task A_file_has_to_be_chosen()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get("/staff/imports");

        await browser.Submit(Form);

        Assert.NotEmpty(browser.Page.QuerySelectorAll("#CsvFile-error"));
    }

    [Theory]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Administrator)]
    [InlineData(StaffRole.PrivacyOfficer)]
    [Clause("N24")]
    public async Task Only_a_role_with_the_permission_gets_to_imports(StaffRole role)
    {
        var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(clerk, Northwind.Customers);
        var other = await Given.SignedIn(role);

        foreach (var address in new[] { "/staff/imports", clerk.Address })
        {
            await other.Get(address);
            Assert.Equal(HttpStatusCode.Forbidden, other.Status);
            Assert.DoesNotContain("Futterkiste", other.Text, StringComparison.Ordinal);
            await other.Post($"{address}?handler=Run");
            Assert.Equal(HttpStatusCode.Forbidden, other.Status);
        }

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task A_post_from_another_site_imports_nothing()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, Northwind.Customers);
        var import = browser.Address;

        await browser.Post($"{import}?handler=Run", ("Fields[0]", "CustomerKey"), ("Fields[2]", "ContactName"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.Post($"{import}?handler=Discard");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Equal(ImportState.Ready, (await App.Stored(db => db.Imports.SingleAsync())).State);
    }

    [Fact]
    public async Task A_file_that_nobody_confirmed_is_deleted_after_a_day()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, Northwind.Customers);
        var import = browser.Address;
        var file = Assert.Single(UploadsLeft());
        File.SetLastWriteTimeUtc(file, App.Clock.GetUtcNow().UtcDateTime);

        await RunNightly();
        Assert.Single(UploadsLeft());
        App.Clock.Advance(TimeSpan.FromHours(25));
        await RunNightly();

        Assert.Empty(UploadsLeft());
        Assert.Equal(ImportState.Discarded, (await App.Stored(db => db.Imports.SingleAsync())).State);
        var later = await Given.SignedIn(StaffRole.CustomerService);
        await later.Get(import);
        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.Contains("Hylätty", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_file_is_lost_says_so()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, Northwind.Customers);
        File.Delete(Assert.Single(UploadsLeft()));

        await browser.Press("Tuo rekisteriin");

        Assert.Contains("Tiedostoa ei enää ole", browser.Text, StringComparison.Ordinal);
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync()));
    }

    [Fact]
    public async Task An_import_runs_once()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, Northwind.Customers);
        var import = browser.Address;
        await browser.Press("Tuo rekisteriin");

        await browser.Get(import);

        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        Assert.Contains("Valmis", browser.Text, StringComparison.Ordinal);
    }

    private static async Task Upload(Browser browser, string file)
    {
        await browser.Get("/staff/imports");
        await browser.Upload(Form, "CsvFile", file, await File.ReadAllBytesAsync(Northwind.PathOf(file)));
    }

    private static string Fact(Browser browser, string label) =>
        browser.Page.QuerySelectorAll("main dt").Single(dt => dt.TextContent == label).NextElementSibling!.TextContent;

    private string[] UploadsLeft()
    {
        var folder = Path.Combine(App.DataFolder, "uploads");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    private async Task RunNightly()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var job = new DiscardForgottenImportsJob(
            scope.ServiceProvider.GetRequiredService<DiscardForgottenImports>(), scope.ServiceProvider.GetRequiredService<UploadFolder>(), App.Clock);
        await job.Run(CancellationToken.None);
    }

    public sealed class OnSqlite() : ImportPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : ImportPagesTests(Engine.Postgres);
}

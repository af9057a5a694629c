using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Imports;

/// <summary>What the pages around an import do: formats, saved mappings, rejected rows, long files, undoing, proposals.</summary>
public abstract class ImportStepsTests(Engine engine) : AppTest(engine)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Encoding_and_delimiter_are_shown_and_can_be_chosen()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        // Without its mark, and with hardly a zero byte in the other place, this could be anything.
        await Upload(browser, Encoding.GetEncoding("utf-16BE").GetBytes("id;nimi,toinen\n1;Ääkkönen\n"), ("Kind", "Customers"));
        Assert.Contains("UTF-16BE", browser.Text, StringComparison.Ordinal);

        await browser.Press("Päivitä esikatselu", ("Encoding", "utf-16BE"), ("Delimiter", "Semicolon"));

        Assert.Equal(["id", "nimi,toinen"], Columns(browser));
        await browser.Press("Päivitä esikatselu", ("Delimiter", "Comma"));
        Assert.Equal(["id;nimi", "toinen"], Columns(browser));
        Assert.DoesNotContain("Tuo rekisteriin", browser.Text, StringComparison.Ordinal);
        await browser.Press("Päivitä esikatselu", ("Delimiter", "Semicolon"));
        await browser.Press("Päivitä esikatselu", ("Fields[0]", "CustomerKey"), ("Fields[1]", "ContactName"));
        await browser.Press("Tuo rekisteriin");

        Assert.Equal("Ääkkönen", (await App.Stored(db => db.Customers.SingleAsync(Ct))).LastName);
    }

    [Fact]
    public async Task A_mapping_is_saved_by_name_used_again_and_deleted()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, "avain;henkilö;muu\n1;Aino Aalto;x\n", ("Kind", "Customers"));
        await browser.Press("Tallenna valinnat", ("Fields[0]", "CustomerKey"), ("Fields[1]", "ContactName"));
        Assert.Contains("Anna valinnoille nimi.", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tallenna valinnat", ("MappingName", "Vanha järjestelmä"));
        Assert.Contains("”Vanha järjestelmä”", browser.Text, StringComparison.Ordinal);

        await Upload(browser, "henkilö;avain\nOlli Otso;2\n", ("Kind", "Customers"));
        await browser.Press("Käytä valintoja", ("Saved", await SavedId()));
        Assert.Contains("1 uutta", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tuo rekisteriin");
        Assert.Equal("Otso", (await App.Stored(db => db.Customers.SingleAsync(Ct))).LastName);

        await Upload(browser, "henkilö;avain\nOlli Otso;2\n", ("Kind", "Customers"));
        await browser.Press("Poista tallennetut valinnat", ("Saved", await SavedId()));
        Assert.Equal(0, await App.Stored(db => db.SavedMappings.CountAsync(Ct)));
        Assert.Equal(1, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.MappingDeleted, Ct)));
    }

    [Fact]
    public async Task Rejected_rows_come_as_CSV_with_their_reasons_are_mended_and_come_in()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, "id,name,phone\n1,Aino Aalto,+358401234567\n2,Olli Otso,=numero\n");
        await browser.Press("Tuo rekisteriin");
        var import = browser.Address;

        await browser.Get($"{import}/rejected");

        Assert.Equal("text/csv", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("hylatyt-rivit.csv", browser.Response.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        var csv = Encoding.UTF8.GetString(browser.Content);
        Assert.Equal("\ufeffSyy;id;name;phone\r\nPuhelin: Arvo ei ole puhelinnumero.;2;Olli Otso;\"'=numero\"\r\n", csv);
        Assert.Equal(1, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.RejectedRowsDownloaded, Ct)));
        App.Log.HoldsNone("Otso", "=numero");

        await Upload(browser, csv.Replace("'=numero", "'+358505556666", StringComparison.Ordinal));
        await browser.Press("Tuo rekisteriin");
        Assert.Equal("+358505556666", (await App.Stored(db => db.CustomerPhones.OrderBy(p => p.Number).LastAsync(Ct))).Number.Value);

        App.Clock.Advance(TimeSpan.FromDays(15));
        await App.Use((DiscardForgottenImports discard) => discard.Run(Ct));
        var later = await Given.SignedIn(StaffRole.CustomerService);
        await later.Get($"{import}/rejected");
        Assert.Equal(HttpStatusCode.NotFound, later.Status);
        Assert.Equal(0, await App.Stored(db => db.RejectedRows.CountAsync(Ct)));
    }

    [Fact]
    public async Task A_rejected_row_goes_with_the_person_whose_it_is()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, "id,name\n1,Aino Aalto\n");
        await browser.Press("Tuo rekisteriin");
        await Upload(browser, "id,name,phone\n1,Aino Aalto,numero\n2,Olli Otso,numero\n");
        await browser.Press("Tuo rekisteriin");

        var aino = await App.Stored(db => db.Customers.SingleAsync(Ct));
        Assert.Equal([null, aino.Id, null], await App.Stored(db => db.RejectedRows.OrderBy(r => r.Line).Select(r => r.CustomerId).ToListAsync(Ct)));
    }

    [Fact]
    public async Task A_long_file_is_taken_in_by_a_job_while_the_page_tells_how_far_it_is()
    {
        App.Settings["Imports:LongFile"] = "10";
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, "id,name\n1,Aino Aalto\n");
        await browser.Press("Tuo rekisteriin");
        var import = browser.Address;
        Assert.Contains("Tuonti on käynnissä", browser.Text, StringComparison.Ordinal);
        Assert.Equal("3", browser.Response.Headers.GetValues("Refresh").Single());
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
        App.Services.GetRequiredService<UploadFolder>().Note(new(Guid.Parse(import.Split('/')[^1])), new(1_234, 0.5));
        await browser.Get(import);
        Assert.Contains("1 234 riviä", browser.Text, StringComparison.Ordinal);

        await RunJob();

        await browser.Get(import);
        Assert.Contains("Valmis", browser.Text, StringComparison.Ordinal);
        Assert.Equal("Aalto", (await App.Stored(db => db.Customers.SingleAsync(Ct))).LastName);
        Assert.Empty(Directory.GetFiles(Path.Combine(App.DataFolder, "uploads")));
        Assert.Equal(StaffRole.CustomerService.ToString(), (await App.Stored(db => db.AuditEntries.SingleAsync(e => e.Action == AuditAction.CustomerRegistered, Ct))).ActorRole);
    }

    [Fact]
    public async Task A_long_file_that_is_lost_breaks_its_import_off_and_leaves_nothing()
    {
        App.Settings["Imports:LongFile"] = "10";
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, "id,name\n1,Aino Aalto\n");
        await browser.Press("Tuo rekisteriin");
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(App.DataFolder, "uploads"))));

        await RunJob();

        await browser.Get(browser.Address);
        Assert.Contains("Tuonti keskeytyi virheeseen", browser.Text, StringComparison.Ordinal);
        Assert.Equal((ImportState.Ready, 0), (await App.Stored(db => db.Imports.SingleAsync(Ct)) is var import ? import.State : default, await App.Stored(db => db.Customers.CountAsync(Ct))));
    }

    [Fact]
    public async Task An_import_is_undone_from_its_page_or_the_page_says_what_is_built_on_it()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, await File.ReadAllBytesAsync(Northwind.PathOf(Northwind.Customers), Ct), ("Source", "northwind"));
        await browser.Press("Tuo rekisteriin");
        var customers = browser.Address;
        await Upload(browser, await File.ReadAllBytesAsync(Northwind.PathOf(Northwind.Orders), Ct), ("Source", "northwind"));
        await browser.Press("Tuo rekisteriin");
        var orders = browser.Address;

        await browser.Get($"{customers}/undo");
        Assert.Contains("tilauksia, pyyntöjä tai muita tietoja: 89", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form"));
        foreach (var import in new[] { orders, customers })
        {
            await browser.Get($"{import}/undo");
            await browser.Press("Peru tuonti");
            Assert.Contains("Tuonti peruttiin.", browser.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    [Fact]
    [Clause("N13")]
    public async Task Proposals_are_answered_on_their_page_and_every_look_is_logged()
    {
        var customer = await Given.Customer("Aino", "Aalto");
        var other = await Given.Customer("Olli", "Otso");
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await Upload(browser, $"asiakasnumero;uusi nimi\n{customer.Number};Aino Berg\n{other.Number};Olli Berg\n", ("Kind", "Updates"), ("SourceKind", "Authority"), ("Source", "dvv"));
        Assert.Contains("Aino Berg", browser.Text, StringComparison.Ordinal);
        await browser.Press("Tee päivitysehdotukset");
        await browser.Get($"{browser.Address}/proposals");
        Assert.Contains("Aino Aalto", browser.Text, StringComparison.Ordinal);
        // Two people, each in the preview, in its last check and here.
        Assert.Equal(6, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.ProposalsViewed, Ct)));

        await browser.Submit("main section:nth-of-type(1) form");
        Assert.Contains("Ehdotus hyväksyttiin", browser.Text, StringComparison.Ordinal);
        await browser.Get($"{browser.Address.Split('?')[0]}?match=CustomerNumber");
        await browser.Press("Hyväksy kaikki (1)");

        Assert.Contains("Kaikki ehdotukset on ratkaistu.", browser.Text, StringComparison.Ordinal);
        Assert.Equal([("Aino Berg", SourceKind.Authority), ("Olli Berg", SourceKind.Authority)],
            (await App.Stored(db => db.Customers.OrderBy(c => c.FirstName).ToListAsync(Ct))).Select(c => (c.FullName, c.NameSource!.Kind)));
    }

    private static List<string> Columns(Browser browser) => [.. browser.Page.QuerySelectorAll("label[for^=Fields]").Select(l => l.TextContent.Trim())];

    private async Task<string> SavedId() => (await App.Stored(db => db.SavedMappings.SingleAsync(Ct))).Id.Value.ToString();

    private static Task Upload(Browser browser, string file, params (string, string?)[] values) => Upload(browser, Encoding.UTF8.GetBytes(file), values);

    private static async Task Upload(Browser browser, byte[] file, params (string, string?)[] values)
    {
        await browser.Get("/staff/imports");
        await browser.Upload("main form", "CsvFile", "vanha.csv", file, values);
        Assert.True(browser.Address.StartsWith("/staff/imports/", StringComparison.Ordinal), browser.Text);
    }

    private async Task RunJob()
    {
        await using var scope = App.Services.CreateAsyncScope();
        await new RunConfirmedImportsJob(scope.ServiceProvider.GetRequiredService<RunConfirmedImport>(), scope.ServiceProvider.GetRequiredService<UploadFolder>()).Run(Ct);
    }

    public sealed class OnSqlite() : ImportStepsTests(Engine.Sqlite)
    {
        [Theory]
        [InlineData("fi", "Tiedosto on liian suuri")]
        [InlineData("sv", "Filen är för stor")]
        [InlineData("en", "The file is too large")]
        public async Task A_file_of_more_than_200_MB_gets_a_page_that_says_so(string language, string title)
        {
            var browser = await Given.SignedIn(StaffRole.CustomerService);
            browser.Languages = language;

            await browser.Get("/staff/imports");
            await browser.Upload("main form", "CsvFile", "suuri.csv", new byte[202 * 1024 * 1024]);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, browser.Status);
            Assert.Contains(title, browser.Text, StringComparison.Ordinal);
            Assert.Contains("200 M", browser.Text, StringComparison.Ordinal);
        }
    }

    public sealed class OnPostgres() : ImportStepsTests(Engine.Postgres);
}

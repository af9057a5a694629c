using System.CommandLine;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>The ways of a portability package: out by the portal, by the desk or by a link, and in by a page or the command line (N34).</summary>
public abstract class PortabilityPagesTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N34")]
    public async Task A_customer_takes_their_data_at_once_and_hands_it_to_another_controller_by_a_link_that_works_once()
    {
        var customer = await App.CustomerWithEverything();
        var portal = await App.Entered(customer);
        await portal.Get("/my");
        await portal.Follow("a[href='/my/packages']");

        await portal.Press("Tee paketti");
        Assert.Contains("Paketti on valmis ladattavaksi.", portal.Page.Body!.TextContent, StringComparison.Ordinal);
        var page = portal.Address;
        await portal.Submit("form[action$='handler=Download']");
        Assert.Equal(("application/zip", "attachment", true), (portal.Response.Content.Headers.ContentType!.MediaType, portal.Response.Content.Headers.ContentDisposition!.DispositionType, portal.Response.Headers.CacheControl!.NoStore));
        var own = portal.Content;
        Assert.Equal("Åkerblom-Žukov", (await PortabilityGiven.Read(own)).Person.LastName);

        await portal.Get(page);
        await portal.Submit("form[action$='handler=HandOver']", ("To", " "), ("Email", "ei osoite"));
        Assert.Equal(2, portal.Errors.Count(e => e.StartsWith("Kirjoita", StringComparison.Ordinal)));
        Assert.Equal("ei osoite", portal.Page.QuerySelector("input[name=Email]")!.GetAttribute("value"));
        await portal.Submit("form[action$='handler=HandOver']", ("To", "Uusi Kauppa Oy"), ("Email", "siirrot@uusi.example"));

        var mail = Assert.Single(await App.MailsTo("siirrot@uusi.example"));
        Assert.DoesNotContain("Åkerblom", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        var link = Postbox.LinkIn(mail);
        Assert.Contains(link, portal.Text, StringComparison.Ordinal);
        using var receiver = App.Browser();
        await receiver.Get(link);
        await receiver.Get(link);
        Assert.Contains("Uusi Kauppa Oy", receiver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Åkerblom", receiver.Text, StringComparison.Ordinal);
        await receiver.Submit("main form");
        Assert.Equal(own, receiver.Content);
        await receiver.Get(link);
        Assert.Contains("Linkki on jo käytetty tai vanhentunut.", receiver.Text, StringComparison.Ordinal);

        await portal.Get(page);
        Assert.Contains("Uusi Kauppa Oy latasi paketin", portal.Text, StringComparison.Ordinal);
        Assert.Equal([AuditAction.PackageMade, AuditAction.PackageDownloaded, AuditAction.PackageHandOverOffered, AuditAction.PackageHandedOver],
            (await App.Logged(customer.Id)).Where(action => action.StartsWith("package.", StringComparison.Ordinal)));
        App.Log.HoldsNone("Åkerblom", "pirkko@example.fi", "siirrot@uusi.example");
    }

    [Fact]
    [Clause("N34")]
    public async Task Of_several_packages_the_customer_says_which_is_handed_over_and_it_alone_is()
    {
        var customer = await App.CustomerWithEverything();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Portability);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        var own = await Made(customer.Id);
        var portal = await App.Entered(customer);
        await portal.Get("/my/packages");
        Assert.Equal(2, portal.Page.QuerySelectorAll("input[name=Chosen]").Length);
        Assert.Empty(portal.Page.QuerySelectorAll("input[name=Chosen][checked]"));

        await portal.Submit("form[action$='handler=HandOver']", ("To", "Uusi Kauppa Oy"));

        Assert.Contains("Valitse paketti.", portal.Errors);
        Assert.NotNull(portal.Page.QuerySelector(portal.Page.QuerySelector(".ds-error-summary a")!.GetAttribute("href")!)!.Closest("details[open]"));
        Assert.Equal("Uusi Kauppa Oy", Assert.Single(portal.Page.QuerySelectorAll("input[name=To]")).GetAttribute("value"));
        string[] ids = [.. portal.Page.QuerySelectorAll("[id]").Select(e => e.Id!)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.False(await App.Stored(db => db.DataPackages.AnyAsync(p => p.HandOverHash != null)));

        await portal.Submit("form[action$='handler=HandOver']", ("Chosen", own.Id.Value.ToString()));

        Assert.Equal([own.Id], await App.Stored(db => db.DataPackages.Where(p => p.HandOverHash != null).Select(p => p.Id).ToListAsync()));
    }

    [Fact]
    public async Task An_expired_link_and_an_expired_package_give_nothing()
    {
        var customer = await App.CustomerWithEverything();
        var package = await Made(customer.Id);
        var link = await HandOver(customer.Id, package.Id);
        using var receiver = App.Browser();
        await receiver.Get(link);
        App.Clock.Advance(OwnPackages.Lifetime);

        await receiver.Submit("main form");
        Assert.Equal("text/html", receiver.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Linkki ei toimi", receiver.Text, StringComparison.Ordinal);
        await receiver.Get("/handover?secret=arvaus");
        Assert.Contains("Linkki ei toimi", receiver.Text, StringComparison.Ordinal);
        var portal = await App.Entered(customer);
        await portal.Get("/my/packages");
        Assert.Empty(portal.Page.QuerySelectorAll("input[name=package]"));
        Assert.Equal(1, await App.Use((ExpireAnswers expire) => expire.Run(default)));
        Assert.Equal((0, 0), await App.Stored(async db => (await db.DataPackages.CountAsync(), await db.DataPackageChunks.CountAsync())));
    }

    [Fact]
    public async Task Another_customers_package_is_neither_seen_nor_downloaded_nor_handed_over()
    {
        var customer = await App.CustomerWithEverything();
        var package = await Made(customer.Id);
        var stranger = await Given.Customer("Matti", "Naapuri", "matti@example.fi");
        await Made(stranger.Id);
        var portal = await App.Entered(stranger);
        await portal.Get("/my/packages");
        Assert.DoesNotContain(package.Id.Value.ToString(), portal.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);

        // With another's key, and a form and a token of one's own.
        var token = portal.Page.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await portal.Post("/my/packages?handler=Download", ("package", package.Id.Value.ToString()), ("__RequestVerificationToken", token));
        Assert.Equal("text/html", portal.Response.Content.Headers.ContentType!.MediaType);
        await portal.Post("/my/packages?handler=HandOver", ("Chosen", package.Id.Value.ToString()), ("To", "Minä itse"), ("__RequestVerificationToken", token));
        Assert.Contains("Pakettia ei enää ole. Tee uusi paketti.", portal.Errors);
        Assert.DoesNotContain(AuditAction.PackageDownloaded, await App.Logged(customer.Id));
        Assert.Null(await App.Stored(db => db.DataPackages.Where(p => p.Id == package.Id).Select(p => p.HandOverHash).SingleAsync()));
    }

    [Fact]
    [Clause("N34")]
    public async Task The_desk_grants_portability_and_the_customer_downloads_the_answer()
    {
        var customer = await App.CustomerWithEverything();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Portability);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        var portal = await App.Entered(customer);

        await portal.Get($"/my/requests/{id.Value}/answer");
        Assert.Contains("antamasi tiedot", portal.Text, StringComparison.Ordinal);
        await portal.Submit("main form");

        Assert.Equal("pirkko@example.fi", (await PortabilityGiven.Read(portal.Content)).Person.Email);
        await portal.Get("/my/packages");
        Assert.Single(portal.Page.QuerySelectorAll("input[name=package]"));
    }

    [Fact]
    [Clause("N34")]
    public async Task Staff_look_at_a_package_that_came_meet_duplicates_take_it_in_and_undo_it()
    {
        var customer = await App.CustomerWithEverything();
        var package = await App.PortabilityOf(customer.Id);
        var staff = await App.SignedInSeeingAddresses(StaffRole.CustomerService);
        await staff.Get("/staff/imports");
        await staff.Follow("a[href='/staff/packages']");

        await staff.Upload("main form", "Package", "x.zip", PackagesRead.With(package, ("portability.json", "{}"u8.ToArray())));
        Assert.Contains("Tiedostoa portability.json on muutettu paketin tekemisen jälkeen.", staff.Errors);
        await staff.Upload("main form", "Package", "x.zip", PackagesRead.WithData(package, data => data.Replace("\"sv\"", "\"xx\"", StringComparison.Ordinal)));
        Assert.Contains(staff.Errors, e => e.Contains("$.person.language", StringComparison.Ordinal));
        await staff.Upload("main form", "Package", "x.zip", package);

        foreach (var expected in (string[])["Åkerblom-Žukov", "+358401234567", "Ison Äijän Kahvila Oy", "3, tallennetaan arkistoituina", "2, voimassa heti", "Ehkä jo rekisterissä"])
            Assert.Contains(expected, staff.Text, StringComparison.Ordinal);
        var preview = staff.Address;
        await staff.Press("Tallenna rekisteriin");
        Assert.Contains("Tarkista ensin, onko henkilö jo rekisterissä.", staff.Errors);
        Assert.Equal(2, await App.Stored(db => db.Customers.CountAsync()));
        await staff.Press("Tallenna rekisteriin", ("DespiteDuplicates", "true"));

        Assert.StartsWith("/staff/customers/", staff.Address, StringComparison.Ordinal);
        Assert.Contains("Åkerblom-Žukov", staff.Text, StringComparison.Ordinal);
        Assert.Equal(3, await App.Stored(db => db.Customers.CountAsync()));
        await staff.Get(preview);
        Assert.StartsWith("/staff/imports/", staff.Address, StringComparison.Ordinal);
        await staff.Get($"{staff.Address}/undo");
        await staff.Submit("main form");
        Assert.Equal(2, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Equal(ImportState.Undone, await App.Stored(db => db.Imports.Select(i => i.State).SingleAsync()));
    }

    [Fact]
    [Clause("N34")]
    public async Task The_command_line_takes_a_package_in_and_says_why_it_does_not()
    {
        var customer = await App.CustomerWithEverything();
        var package = await App.PortabilityOf(customer.Id);
        var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.zip");
        try
        {
            await File.WriteAllBytesAsync(file, package[..^100]);
            Assert.Equal(2, (await Import(file)).Code);
            await File.WriteAllBytesAsync(file, package);
            var (code, said) = await Import(file);
            Assert.Equal(1, code);
            Assert.Contains("--despite-duplicates", said, StringComparison.Ordinal);
            (code, said) = await Import(file, "--despite-duplicates", "--without-history");
            Assert.Equal(0, code);
            Assert.Contains("with 3 orders", said, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(3, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Single(await App.Stored(db => db.Imports.ToListAsync()));
    }

    private async Task<(int Code, string Said)> Import(string file, params string[] options)
    {
        var said = new StringWriter();
        var code = await CommandLine.Verbs(App.Services).Parse(["import", "--portability", file, .. options]).InvokeAsync(new InvocationConfiguration { Output = said, Error = said });
        return (code, said.ToString());
    }

    private Task<DataPackage> Made(CustomerId customer) =>
        App.Use((OwnPackages own) => own.Make(customer, new(ActorKind.Customer, customer.Value, "Customer", "own-data"), default));

    private async Task<string> HandOver(CustomerId customer, DataPackageId package)
    {
        var outcome = await App.Use((HandOverPackage handOver) => handOver.Run(new(customer, package, "Uusi Kauppa Oy", null), new(ActorKind.Customer, customer.Value, "Customer", "own-data"), default));
        return outcome.Value!.Link;
    }

    public sealed class OnSqlite() : PortabilityPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : PortabilityPagesTests(Engine.Postgres);
}

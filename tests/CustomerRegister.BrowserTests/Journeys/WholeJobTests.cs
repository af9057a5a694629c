using System.IO.Compression;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Journeys;

/// <summary>The main job from end to end, on real customers: taken in, found, served, and forgotten when their time is over.</summary>
public abstract class WholeJobTests(Engine engine) : BrowserTest(engine)
{
    private const string Name = "Pirkko Koskitalo";
    private const string Email = "pirkko.koskitalo@example.fi";

    [Fact]
    public async Task Customers_are_imported_found_served_and_forgotten()
    {
        var service = await Someone();
        await SignInForTheFirstTime(service);
        await Import(service);
        await FindAndInvite(service);

        var customer = await Someone();
        await SeeAndDecide(customer);
        var request = await customer.AskForOwnData(Name);

        var officer = await Someone();
        await officer.SignIn(App, await Given.Staff(StaffRole.PrivacyOfficer));
        await Answer(officer);
        await Download(customer, request);

        await KeepAllContactPersons(officer);
        await ForgetAllOthers(officer);
    }

    private async Task SignInForTheFirstTime(IPage service)
    {
        await service.SignIn(App, await Given.StaffWithoutUndertaking(StaffRole.CustomerService));
        Assert.Contains("/account/undertaking", service.Url, StringComparison.Ordinal);
        await service.SignUndertaking();
    }

    private async Task Import(IPage service)
    {
        Assert.Equal(["91", "0", "0"], await service.ImportNorthwind("Customers", "northwind-customers.csv"));
        // Files of one instant have no order in the list.
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["830", "0", "0"], await service.ImportNorthwind("Orders", "northwind-orders.csv"));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["2155", "0", "0"], await service.ImportNorthwind("OrderLines", "northwind-order-lines.csv"));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["0", "91", "0"], await service.ImportNorthwind("Customers", "northwind-customers.csv"));

        Assert.Equal(91, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Equal(91, await App.Stored(db => db.Organisations.CountAsync()));
        Assert.Equal(830, await App.Stored(db => db.Orders.CountAsync()));
        Assert.Equal(2155, await App.Stored(db => db.OrderLines.CountAsync()));
    }

    private async Task FindAndInvite(IPage service)
    {
        foreach (var words in (string[])["Koskitalo", "wartian", "981-443655"])
            Assert.Equal([Name], await service.Search(words));

        await service.OpenCard(Name);
        var card = await service.Locator("main").InnerTextAsync();
        Assert.Contains("Wartian Herkku", card, StringComparison.Ordinal);
        Assert.Contains("Oulu", card, StringComparison.Ordinal);
        await service.AddEmail(Email);
        await service.Invite();
    }

    private async Task SeeAndDecide(IPage customer)
    {
        var mail = Assert.Single(await App.MailsTo(Email));
        Assert.DoesNotContain("Koskitalo", mail.Subject, StringComparison.Ordinal);
        await customer.Enter(Postbox.LinkIn(mail, "/enter"));
        await customer.GotoAsync("/my");
        Assert.Contains("Koskitalo", await customer.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        Assert.True(await customer.PressBan("DirectMarketing"));
        Assert.True(await customer.PressFirstConsent());
        // Nobody presses twice within the same moment, and the later choice counts.
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await customer.PressFirstConsent());
        Assert.Equal(1, await App.Stored(db => db.Bans.CountAsync()));
        Assert.Equal(2, await App.Stored(db => db.ConsentDecisions.CountAsync()));
    }

    private async Task Answer(IPage officer)
    {
        await officer.OpenOnlyRequest();
        // Filed on Sunday 22 November 2026: one month later is Tuesday 22 December.
        Assert.Contains("22.12.2026", await officer.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await officer.ConfirmIdentity();
        await officer.Grant();
        Assert.Equal(RequestState.Granted, (await App.Stored(db => db.Requests.SingleAsync())).State);
    }

    private static async Task Download(IPage customer, string request)
    {
        await customer.GotoAsync(request);
        await customer.Locator("main a[href$='/answer']").ClickAsync();
        var download = await customer.RunAndWaitForDownloadAsync(() => customer.Locator("main form:has(input[name=file]) button").ClickAsync());
        await using var package = new ZipArchive(File.OpenRead(await download.PathAsync()));
        Assert.Contains(package.Entries, entry => entry.Name.EndsWith(".json", StringComparison.Ordinal));
        var page = package.Entries.First(entry => entry.Name.EndsWith(".html", StringComparison.Ordinal));
        using var reader = new StreamReader(page.Open());
        Assert.Contains("Koskitalo", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private static async Task KeepAllContactPersons(IPage officer)
    {
        await officer.EndSilentRelationships();

        await officer.PrepareRun();

        Assert.Equal((89, 0, 89), await officer.RunFigures());
        await officer.DiscardRun();
    }

    private async Task ForgetAllOthers(IPage officer)
    {
        await officer.EndContactRolesBut("FI");
        var run = await officer.PrepareRun();
        Assert.Equal((89, 87, 2), await officer.RunFigures());
        // Nobody approves what they prepared themselves.
        Assert.Equal(0, await officer.Locator("main form[action*='handler=Approve']").CountAsync());

        var second = await Someone();
        await second.SignIn(App, await Given.Staff(StaffRole.PrivacyOfficer));
        await second.GotoAsync(run);
        await second.ApproveRun();
        await second.StartRun();
        await App.Use((ContinueRetentionRuns runs) => runs.Run(CancellationToken.None));

        await officer.GotoAsync(run);
        Assert.Equal((89, 87, 2), await officer.RunFigures());
        await officer.Locator("main a[href$='/report']").ClickAsync();
        await officer.WaitForURLAsync("**/report");
        Assert.Equal(4, await App.Stored(db => db.Customers.CountAsync()));
        Assert.Empty(await officer.Search("Trujillo"));
        Assert.Equal([Name], await officer.Search("Koskitalo"));
        App.Log.HoldsNone("Trujillo", "Koskitalo", Email);
    }

    public sealed class OnSqlite() : WholeJobTests(Engine.Sqlite);

    public sealed class OnPostgres() : WholeJobTests(Engine.Postgres);
}

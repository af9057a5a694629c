using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>The pages of retention runs, over HTTP.</summary>
[Clause("N20")]
public abstract class RetentionPagesTests(Engine engine) : RetentionTest(engine)
{
    [Theory]
    [InlineData(StaffRole.Administrator)]
    [InlineData(StaffRole.CustomerService)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Marketing)]
    public async Task Only_the_privacy_officer_gets_in(StaffRole role)
    {
        await PeopleWhoLeft(1);
        var run = await Prepared();
        using var browser = await Given.SignedIn(role);
        foreach (var address in (string[])["/admin/retention", $"/admin/retention/{run.Id.Value}", $"/admin/retention/{run.Id.Value}/start", $"/admin/retention/{run.Id.Value}/report"])
        {
            await browser.Get(address);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
            Assert.DoesNotContain("Lähtenyt0", browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N40")]
    public async Task Run_goes_from_list_to_report_with_two_people()
    {
        var people = await PeopleWhoLeft(3);
        var organisation = await OrganisationOf("Wartian Herkku", people[0].Id);
        using var first = await Given.SignedIn(StaffRole.PrivacyOfficer);
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await first.Get("/admin/retention");
        Assert.Contains("10 vuotta", first.Text, StringComparison.Ordinal);
        await first.Press("Valmistele luettelo");
        var address = first.Address;
        Assert.Matches("^/admin/retention/[0-9a-f-]{36}$", address);
        Assert.Contains("Säilytysaika päättynyt 3 Poistetaan 2 Säilytetään osittain 1", first.Text, StringComparison.Ordinal);
        Assert.Contains($"Organisaation {organisation.Number} yhteyshenkilö", first.Text, StringComparison.Ordinal);
        Assert.Contains("Nimi1 Lähtenyt1", first.Text, StringComparison.Ordinal);

        // Who prepared has no button, and gets nowhere without it.
        Assert.Contains("Valmistelit tämän luettelon itse", first.Text, StringComparison.Ordinal);
        Assert.Empty(first.Page.QuerySelectorAll("form[action$='handler=Approve']"));

        await second.Get(address);
        await second.Press("Hyväksy luettelo");
        Assert.Contains("Luettelo on hyväksytty", second.Text, StringComparison.Ordinal);
        await second.Follow("Siirry toteuttamaan");
        Assert.Contains("Kokonaan poistettavia henkilöitä: 2", second.Text, StringComparison.Ordinal);
        await second.Press("Poista tiedot");
        Assert.Contains("0 / 3 henkilöä käsitelty", second.Text, StringComparison.Ordinal);
        Assert.Equal("5", second.Response.Headers.GetValues("Refresh").Single());
        Assert.DoesNotContain("Lähtenyt", second.Text, StringComparison.Ordinal);

        await App.Use((ContinueRetentionRuns runs) => runs.Run(Ct));
        await second.Get(address);
        Assert.False(second.Response.Headers.Contains("Refresh"));
        Assert.Contains("Poistettu 2 Säilytetty osittain 1", second.Text, StringComparison.Ordinal);
        Assert.Contains("Ei enää rekisterissä", second.Text, StringComparison.Ordinal);
        await second.Follow("Avaa raportti");
        Assert.Contains("Nimi0 Lähtenyt0", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lähtenyt1", second.Text, StringComparison.Ordinal);
        Assert.Contains("Organisaation yhteyshenkilö 1", second.Text, StringComparison.Ordinal);
        Assert.Contains(await App.Stored(db => db.RetentionRuns.Select(r => r.ListHash).SingleAsync(Ct)), second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_without_the_form_is_refused_to_who_prepared()
    {
        await PeopleWhoLeft(1);
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        var run = await Prepared(new Actor(ActorKind.Staff, account.Id, "PrivacyOfficer", "retention"));
        using var browser = await Given.SignedIn(account);
        await browser.Get($"/admin/retention/{run.Id.Value}");
        var token = browser.Page.QuerySelector("form[action$='handler=Discard'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        await browser.Post($"/admin/retention/{run.Id.Value}?handler=Approve", ("__RequestVerificationToken", token), ("ListHash", run.ListHash));

        Assert.Contains("Luettelon valmistelija ei voi hyväksyä sitä itse", browser.Text, StringComparison.Ordinal);
        Assert.Equal(RetentionRunState.Prepared, await App.Stored(db => db.RetentionRuns.Select(r => r.State).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Every_look_at_the_names_is_logged_once()
    {
        await PeopleWhoLeft(1);
        var run = await Prepared();
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        using var browser = await Given.SignedIn(account);

        await browser.Get($"/admin/retention/{run.Id.Value}");

        var entry = Assert.Single(await Log(AuditAction.RunListViewed));
        Assert.Equal((account.Id, run.Id.Value), (entry.ActorId, entry.SubjectId));
    }

    [Fact]
    public async Task List_is_paged_and_filtered()
    {
        var people = await PeopleWhoLeft(120);
        await OrganisationOf("Wartian Herkku", people[7].Id, people[99].Id);
        var run = await Prepared();
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await browser.Get($"/admin/retention/{run.Id.Value}");
        Assert.Equal(50, Rows());
        await browser.Get(browser.Page.QuerySelectorAll("main a[href*='after=']").Single().GetAttribute("href")!);
        await browser.Get(browser.Page.QuerySelectorAll("main a[href*='after=']").Single().GetAttribute("href")!);
        Assert.Equal(20, Rows());
        Assert.Empty(browser.Page.QuerySelectorAll("main a[href*='after=']"));
        await browser.Get(browser.Page.QuerySelectorAll("main a[href*='before=']").Single().GetAttribute("href")!);
        Assert.Equal(50, Rows());

        await browser.Get($"/admin/retention/{run.Id.Value}?outcome=Kept");
        Assert.Equal(2, Rows());

        int Rows() => browser.Page.QuerySelectorAll("main section:last-of-type tbody tr").Length;
    }

    [Fact]
    public async Task Day_that_cannot_be_is_answered_beside_the_field()
    {
        await PeopleWhoLeft(1);
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get("/admin/retention");
        await browser.Press("Valmistele luettelo", ("AsOf", "2027-01-01"));
        Assert.Contains("Valitse tämä päivä tai aiempi päivä", browser.Text, StringComparison.Ordinal);
        Assert.Equal("2027-01-01", browser.Page.QuerySelector("input[name=AsOf]")!.GetAttribute("value"));
        await browser.Press("Valmistele luettelo", ("AsOf", ""));
        Assert.NotEmpty(browser.Page.QuerySelectorAll(".ds-error-summary"));
        Assert.Equal(0, await App.Stored(db => db.RetentionRuns.CountAsync(Ct)));
    }

    [Fact]
    public async Task Run_that_is_not_there_is_not_found()
    {
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        foreach (var tail in (string[])["", "/start", "/report"])
        {
            await browser.Get($"/admin/retention/{Guid.Empty}{tail}");
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Theory]
    [InlineData("sv", "Gallring 1")]
    [InlineData("en", "Retention run 1")]
    public async Task Pages_speak_the_readers_language(string language, string title)
    {
        await PeopleWhoLeft(1);
        var run = await Prepared();
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        browser.Languages = language;
        browser.Forget("language");
        await browser.Get($"/admin/retention/{run.Id.Value}");
        Assert.Equal(title, browser.Page.QuerySelector("h1")!.TextContent);
    }

    public sealed class OnSqlite() : RetentionPagesTests(Engine.Sqlite);

    public sealed class OnPostgres() : RetentionPagesTests(Engine.Postgres);
}

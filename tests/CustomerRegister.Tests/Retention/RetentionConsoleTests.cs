using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>What the privacy officer does with a run beside approving it: looks ahead, filters, inspects, downloads, sends back, pauses, reports.</summary>
[Clause("N20")]
public abstract class RetentionConsoleTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Calendar_tells_what_falls_due_in_the_coming_year()
    {
        await PeopleWhoLeft(2, on: new DateOnly(2017, 1, 31));
        await PeopleWhoLeft(1, on: new DateOnly(2016, 11, 23));
        await PeopleWhoLeft(4, on: new DateOnly(2018, 1, 31));
        await PeopleWhoLeft(3);

        var calendar = await App.Use((ForeseeYear year) => year.Run(Ct));
        Assert.Equal((3, 12, 3), (calendar.Overdue, calendar.Months.Count, calendar.Months.Sum(m => m.People)));
        Assert.Equal([(new DateOnly(2026, 11, 1), 1), (new DateOnly(2027, 1, 1), 2)], calendar.Months.Where(m => m.People > 0).Select(m => (m.Month, m.People)));
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get("/admin/retention");
        Assert.Contains("12 kuukauden aikana: 3", browser.Text, StringComparison.Ordinal);
        Assert.Equal(12, browser.Page.QuerySelectorAll("svg[role=img][aria-label] rect").Length);
        Assert.Contains("tammikuu 2027 2 0", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buyers_that_are_forgotten_at_the_turn_of_a_year_stand_in_the_calendar()
    {
        var people = await PeopleWhoLeft(1);
        await InvoiceTo(people[0].Id, new DateOnly(2020, 5, 6), paid: true);
        await CarriedOut(await Started());

        var calendar = await App.Use((ForeseeYear year) => year.Run(Ct));

        Assert.Equal((new DateOnly(2027, 1, 1), 1), calendar.Months.Where(m => m.Buyers > 0).Select(m => (m.Month, m.Buyers)).Single());
    }

    [Fact]
    public async Task List_is_filtered_by_ground_inspected_with_a_reason_and_downloaded_whole()
    {
        var people = await PeopleWhoLeft(4);
        await OrganisationOf("Wartian Herkku", people[1].Id);
        await InvoiceTo(people[2].Id, new DateOnly(2025, 1, 1));
        await Arrange(async db =>
        {
            var person = await db.Customers.SingleAsync(c => c.Id == people[0].Id, Ct);
            person.Rename("=2+5", "Lähtenyt0", Told);
            return person;
        });
        var run = await Prepared();
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        using var browser = await Given.SignedIn(account);
        await browser.Get($"/admin/retention/{run.Id.Value}?ground=ContactPerson");
        Assert.Contains("Nimi1 Lähtenyt1", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nimi2", browser.Text, StringComparison.Ordinal);

        await browser.Get(browser.Page.QuerySelector("main a[href*='/people/']")!.GetAttribute("href")!);
        Assert.DoesNotContain("Nimi1", browser.Text, StringComparison.Ordinal);
        await browser.Press("Näytä tiedot");
        Assert.NotEmpty(browser.Page.QuerySelectorAll(".ds-error-summary"));
        await browser.Press("Näytä tiedot", ("Reason", nameof(InspectionReason.Sample)));
        Assert.Contains("Nimi1 Lähtenyt1", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Säilytetään osittain", browser.Text, StringComparison.Ordinal);
        var look = Assert.Single(await Log(AuditAction.RunPersonInspected));
        Assert.Equal((account.Id, people[1].Id, run.Id.Value, "Sample"), (look.ActorId, look.CustomerId, look.SubjectId, look.Fields));

        await browser.Get($"/admin/retention/{run.Id.Value}/list.csv");
        var rows = Encoding.UTF8.GetString(browser.Content).TrimEnd().Split("\r\n");
        Assert.Equal(5, rows.Length);
        Assert.Single(rows, row => row.Contains("\"'=2+5 Lähtenyt0\"", StringComparison.Ordinal));
        Assert.Single(rows, row => row.Contains("yhteyshenkilö", StringComparison.Ordinal));
        Assert.Equal("text/csv", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Single(await Log(AuditAction.RunListExported));
    }

    [Fact]
    public async Task Second_person_sends_a_list_back_with_the_reason()
    {
        await PeopleWhoLeft(2);
        var preparer = await Given.Staff(StaffRole.PrivacyOfficer);
        var run = await Prepared(new Actor(ActorKind.Staff, preparer.Id, "PrivacyOfficer", "retention"));
        using var first = await Given.SignedIn(preparer);
        await first.Get($"/admin/retention/{run.Id.Value}/send-back");
        await first.Press("Palauta luettelo", ("Reason", "Oma lista"));
        Assert.Contains("Luettelon valmistelija ei voi", first.Text, StringComparison.Ordinal);
        using var second = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await second.Get($"/admin/retention/{run.Id.Value}");
        await second.Follow("Palauta luettelo");
        await second.Press("Palauta luettelo");
        Assert.Contains("Kirjoita, miksi palautat luettelon", second.Text, StringComparison.Ordinal);
        await second.Press("Palauta luettelo", ("Reason", "Päivä on väärä."));
        Assert.Contains("Päivä on väärä.", second.Text, StringComparison.Ordinal);

        Assert.Equal((RetentionRunState.Discarded, 0, 2), await App.Stored(async db => (
            (await db.RetentionRuns.SingleAsync(Ct)).State, await db.RetentionRunPeople.CountAsync(Ct), await db.Customers.CountAsync(Ct))));
        var mail = await App.Stored(db => db.OutgoingEmails.SingleAsync(Ct));
        Assert.Equal(preparer.Email, mail.Recipient);
        Assert.DoesNotContain("Päivä on väärä", mail.Body, StringComparison.Ordinal);
        Assert.Single(await Log(AuditAction.RunSentBack));
    }

    [Fact]
    public async Task Run_is_paused_between_batches_and_goes_on_where_it_stopped()
    {
        App.Settings["Retention:BatchSize"] = "2";
        await PeopleWhoLeft(6);
        var run = await Started();
        Breakdown.AfterSteps(30);
        await Assert.ThrowsAnyAsync<Exception>(() => App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Job, Ct)));
        Breakdown.Repair();
        var done = (await ListOf(run)).Count(p => p.Done is not null);
        Assert.InRange(done, 1, 5);
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await browser.Get($"/admin/retention/{run.Id.Value}");
        await browser.Press("Keskeytä");
        Assert.Contains($"{done} / 6 henkilöä käsitelty", browser.Text, StringComparison.Ordinal);
        Assert.False(browser.Response.Headers.Contains("Refresh"));

        await App.Use((ContinueRetentionRuns runs) => runs.Run(Ct));
        Assert.Equal(done, (await ListOf(run)).Count(p => p.Done is not null));
        var again = await App.Use((PrepareRetentionRun prepare) => prepare.Run(new(Today), Job, Ct));
        Assert.Equal(PrepareRetentionRunRefusal.AnotherRunIsOpen, again.Refusal);

        await browser.Press("Jatka poistoajoa");
        await App.Use((ContinueRetentionRuns runs) => runs.Run(Ct));
        Assert.All(await ListOf(run), p => Assert.Equal(RunOutcome.Erased, p.Done));
        Assert.Equal(6, (await Log(AuditAction.PersonErased)).Count);
        Assert.Equal(1, (await Log(AuditAction.RunPaused)).Count + (await Log(AuditAction.RunResumed)).Count - 1);
    }

    [Fact]
    public async Task Report_says_who_was_kept_since_and_prints_as_pdf()
    {
        var people = await PeopleWhoLeft(3);
        var run = await Started();
        await InvoiceTo(people[1].Id, Today);
        await CarriedOut(run);
        using var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);

        await browser.Get($"/admin/retention/{run.Id.Value}/report");

        Assert.Contains("tulos poikkeaa luettelosta: 1", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Nimi1 Lähtenyt1", browser.Text, StringComparison.Ordinal);
        Requirements.Chromium();
        await browser.Follow("Lataa raportti (PDF)");
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (browser.Status, browser.Response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(browser.Content, 0, 5));
    }

    public sealed class OnSqlite() : RetentionConsoleTests(Engine.Sqlite);

    public sealed class OnPostgres() : RetentionConsoleTests(Engine.Postgres);
}

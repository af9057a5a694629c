using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.States;

/// <summary>What forms of holds answer, a run that is under way, and a log that was tampered with, beside what <see cref="EveryPage.EveryPageTests"/> looks at.</summary>
public sealed class HoldsAndRunsTests() : BrowserTest(Engine.Sqlite)
{
    [Theory]
    [InlineData("fi-FI", 1280)]
    [InlineData("sv-FI", 320)]
    [InlineData("en-GB", 1280)]
    public async Task Answers_of_the_forms_of_holds_a_run_under_way_and_a_broken_log_have_no_findings(string language, int width)
    {
        var arranging = Actor.System("test", "arranging");
        await Given.Customer("Åsa", "Öhman", until: new DateOnly(2010, 5, 31));
        await Given.Customer("Åke", "Öhman", until: new DateOnly(2010, 5, 31));
        await Given.Customer("Aino", "Virtanen", until: new DateOnly(2010, 5, 31));
        var page = await Someone(language, width);
        await page.SignIn(App, await Given.Staff(Enum.GetValues<StaffRole>()));

        await page.FindForHold("Öhman");
        var findings = await page.Look();
        await page.PlaceHolds("");
        await page.WaitForSelectorAsync(".ds-error-summary:focus");
        Assert.Equal(2, await page.Locator("#place input[name=Chosen]:checked").CountAsync());
        findings.AddRange(await page.Look());
        await page.PlaceHolds("Tvist om en leverans");
        await page.WaitForURLAsync("**/admin/holds");
        findings.AddRange(await page.Look());
        await page.GotoAsync("/admin/holds?lifted=true");
        findings.AddRange(await page.Look());

        var run = (await App.Use((PrepareRetentionRun prepare) => prepare.Run(new(App.Clock.Today()), arranging, default))).Value!;
        var second = await Given.Staff(StaffRole.PrivacyOfficer);
        await App.Use((ApproveRetentionRun approve) => approve.Run(new(run.Id, run.ListHash), second.AsActor("retention"), default));
        await App.Use((StartRetentionRun start) => start.Run(run.Id, arranging, default));
        await page.GotoAsync($"/admin/retention/{run.Id.Value}");
        findings.AddRange(await page.Look());

        await App.Use((SealAuditLog seal) => seal.Next(default));
        await App.Use((RegisterContext db) => db.AuditEntries.Where(e => e.Action == AuditAction.HoldPlaced).ExecuteDeleteAsync());
        await App.Use((WatchAuditLog watch) => watch.Run(default));
        await page.GotoAsync("/admin/audit-log");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.WaitForSelectorAsync("main table");
        findings.AddRange(await page.Look());

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }
}

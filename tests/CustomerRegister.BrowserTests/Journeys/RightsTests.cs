using System.IO.Compression;
using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Portal;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Journeys;

/// <summary>A right from the asking to the answer, by a person and a desk who speak one language: nothing on their way is in another.</summary>
public abstract class RightsTests(Engine engine) : BrowserTest(engine)
{
    private const string Name = "Åsa Öhman";
    private const string Email = "asa@example.fi";

    private readonly List<string> foreign = [];

    protected async Task Access(Language language)
    {
        var person = await Person(language);
        var request = await person.AskForOwnData(Name);
        await Hear(person, language);

        var officer = await Officer(language);
        await officer.OpenOnlyRequest();
        await Hear(officer, language);
        await officer.ConfirmIdentity();
        await officer.Grant();
        await Hear(officer, language);

        await person.GotoAsync(request);
        await Hear(person, language);
        await person.Locator("main a[href$='/answer']").ClickAsync();
        await person.WaitForURLAsync("**/answer");
        await Hear(person, language);
        var download = await person.RunAndWaitForDownloadAsync(() => person.Locator("main form:has(input[name=file]) button").ClickAsync());
        await using var package = new ZipArchive(File.OpenRead(await download.PathAsync()));
        using var reader = new StreamReader(package.Entries.Single(entry => entry.Name.EndsWith(".html", StringComparison.Ordinal)).Open());
        // The report is opened as the person opens it: from a file, without the program.
        var report = await Someone();
        await report.SetContentAsync(await reader.ReadToEndAsync());
        await Hear(report, language);
        Assert.Contains(Name, await report.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(foreign);
    }

    protected async Task Rectification(Language language)
    {
        var person = await Person(language);
        var request = await person.AskForCorrections(Name, ("FirstName", "Asa", "A-1"), ("LastName", "Oman", "B-2"));
        await Hear(person, language);

        var officer = await Officer(language);
        await officer.OpenOnlyRequest();
        await officer.ConfirmIdentity();
        await officer.DecideCorrections(("Accept", null), ("Refuse", "C-3"));
        await Hear(officer, language);

        var stored = await App.Stored(db => db.Customers.SingleAsync());
        Assert.Equal(("Asa", "Öhman"), (stored.FirstName, stored.LastName));

        await person.GotoAsync(request);
        await Hear(person, language);
        await person.Locator("main a[href$='/rectification']").ClickAsync();
        await person.Locator("main a[href$='/certificate']").ClickAsync();
        await person.WaitForURLAsync("**/certificate");
        await Hear(person, language);
        var certificate = await person.Locator("main").InnerTextAsync();
        // What was asked and on which ground, and why not; not what was accepted.
        Assert.Contains("B-2", certificate, StringComparison.Ordinal);
        Assert.Contains("C-3", certificate, StringComparison.Ordinal);
        Assert.DoesNotContain("A-1", certificate, StringComparison.Ordinal);
        var code = await person.Locator(".code").InnerTextAsync();

        var stranger = await Someone();
        await stranger.Choose(language);
        var verified = await stranger.Verify(code);
        await Hear(stranger, language);
        Assert.Equal("success", await stranger.Locator("main .ds-tag").GetAttributeAsync("data-color"));
        Assert.DoesNotContain("Öhman", verified, StringComparison.Ordinal);
        await stranger.Verify(code[..^1] + (code[^1] == '7' ? '8' : '7'));
        await Hear(stranger, language);
        Assert.NotEqual("success", await stranger.Locator("main .ds-tag").GetAttributeAsync("data-color"));
        Assert.Empty(foreign);
    }

    protected async Task Erasure(Language language)
    {
        var person = await Person(language);
        var request = await person.AskForErasure(Name);
        await Hear(person, language);

        var officer = await Officer(language);
        await officer.OpenOnlyRequest();
        await officer.ConfirmIdentity();
        await officer.Grant();
        await Hear(officer, language);

        // Three days in which the person can still think otherwise.
        await person.GotoAsync(request);
        await Hear(person, language);
        Assert.Equal(1, await person.Locator("main form[action*='handler=CancelErasure'] button").CountAsync());
        App.Clock.Advance(TimeSpan.FromDays(4));
        await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(CancellationToken.None));

        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync()));
        await person.GotoAsync(request);
        Assert.Contains("/enter", person.Url, StringComparison.Ordinal);
        await Hear(person, language);
        Assert.Empty(foreign);
        App.Log.HoldsNone("Öhman", Email);
    }

    /// <summary>Somebody who chooses their language first, and comes in by the link of an invitation.</summary>
    private async Task<IPage> Person(Language language)
    {
        var customer = await Given.Customer("Åsa", "Öhman", Email, language);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var page = await Someone();
        await page.Choose(language);
        await Hear(page, language);
        await page.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(Email)), "/enter"));
        await Hear(page, language);
        return page;
    }

    private async Task<IPage> Officer(Language language)
    {
        var page = await Someone();
        await page.Choose(language);
        await page.SignIn(App, await Given.Staff(StaffRole.PrivacyOfficer));
        return page;
    }

    private async Task Hear(IPage page, Language language) => foreign.AddRange(await page.ForeignWords(language));

    public sealed class OnSqlite() : RightsTests(Engine.Sqlite)
    {
        [Theory]
        [InlineData(Language.Fi)]
        [InlineData(Language.Sv)]
        [InlineData(Language.En)]
        [Clause("N32")]
        public Task Data_is_asked_for_given_and_read_in_one_language(Language language) => Access(language);

        [Theory]
        [InlineData(Language.Fi)]
        [InlineData(Language.Sv)]
        [InlineData(Language.En)]
        [Clause("N35")]
        [Clause("N37")]
        public Task A_correction_is_half_accepted_and_the_certificate_of_the_refusal_verified(Language language) => Rectification(language);

        [Theory]
        [InlineData(Language.Fi)]
        [InlineData(Language.Sv)]
        [InlineData(Language.En)]
        [Clause("N19")]
        public Task Erasure_is_asked_for_granted_and_carried_out(Language language) => Erasure(language);

        /// <summary>That the journeys hear what is foreign.</summary>
        [Fact]
        public async Task A_page_that_speaks_another_language_than_it_says_is_heard()
        {
            var page = await Someone();
            await page.GotoAsync("/request");
            Assert.Empty(await page.ForeignWords(Language.Fi));
            await page.EvaluateAsync("() => document.documentElement.lang = 'sv'");
            Assert.Contains(await page.ForeignWords(Language.Sv), words => words.EndsWith("Tietosuojaseloste", StringComparison.Ordinal));
        }
    }

    public sealed class OnPostgres() : RightsTests(Engine.Postgres)
    {
        [Fact]
        public Task Data_is_asked_for_given_and_read_in_one_language() => Access(Language.Sv);

        [Fact]
        public Task A_correction_is_half_accepted_and_the_certificate_of_the_refusal_verified() => Rectification(Language.En);

        [Fact]
        public Task Erasure_is_asked_for_granted_and_carried_out() => Erasure(Language.Fi);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.States;

/// <summary>A visitor's request as it is made, and messages and files of both sides, beside what <see cref="EveryPage.EveryPageTests"/> looks at.</summary>
public sealed class CorrespondenceTests() : BrowserTest(Engine.Sqlite)
{
    [Theory]
    [InlineData("fi-FI", 1280)]
    [InlineData("sv-FI", 320)]
    [InlineData("en-GB", 1280)]
    public async Task A_request_that_is_made_and_what_both_sides_write_have_no_findings(string language, int width)
    {
        const string email = "asa@example.fi";
        var customer = await Given.Customer("Åsa", "Öhman", email, Language.Sv);
        var visitor = await Someone(language, width);
        await visitor.AskAsVisitor(nameof(RequestType.Objection), "Åsa Öhman", email, "Jag vill inte att mina uppgifter används för kundenkäter.");
        await visitor.GotoAsync(await Link("/request/verify"));
        await visitor.PressVerify();
        var findings = await visitor.Look();

        var request = await App.Stored(db => db.Requests.Select(r => r.Id).SingleAsync());
        var desk = await Someone(language, width);
        await desk.SignIn(App, await Given.Staff(StaffRole.PrivacyOfficer));
        await desk.GotoAsync($"/staff/requests/{request.Value}");
        await desk.MatchSuggested();
        await desk.Write("Vi behöver veta vilka enkäter du avser.");
        findings.AddRange(await desk.Look());

        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), default));
        await visitor.Enter(await Link("/enter"));
        await visitor.GotoAsync($"/my/requests/{request.Value}");
        // As long as nobody knows that it is theirs, the page says only that it was made.
        findings.AddRange(await visitor.Look());
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(request, IdentityMethod.KnownInPerson), Actor.System("test", "arranging"), default))).Succeeded);
        await visitor.GotoAsync($"/my/requests/{request.Value}");
        await visitor.Write("Alla enkäter. Här är min blankett.", new FilePayload { Name = "blankett.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF"u8.ToArray() });
        findings.AddRange(await visitor.Look());

        Assert.True(findings.Count == 0, string.Join('\n', findings));

        // Mails of one moment have no order.
        async Task<string> Link(string path) => Postbox.LinkIn((await App.MailsTo(email)).Single(mail => mail.TextBody!.Contains($"{Address}{path}", StringComparison.Ordinal)), path);
    }
}

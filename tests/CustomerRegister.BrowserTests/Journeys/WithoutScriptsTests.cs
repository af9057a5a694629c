using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Consents;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.Journeys;

/// <summary>Whatever a customer may do needs no script: an old telephone, or a browser in which JavaScript is off, will do.</summary>
public sealed class WithoutScriptsTests() : BrowserTest(Engine.Sqlite)
{
    private const string Name = "Åsa Öhman";
    private const string Email = "asa@example.fi";

    [Fact]
    [Clause("N15")]
    public async Task A_customer_comes_in_decides_asks_writes_and_takes_back_without_any_script()
    {
        var customer = await Given.Customer("Åsa", "Öhman", Email);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var person = await Someone(width: 360, scripts: false);

        await person.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(Email)), "/enter"));
        await person.GotoAsync("/my");
        Assert.Contains("Öhman", await person.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await person.PressBan("DirectMarketing"));
        Assert.True(await person.PressFirstConsent());
        Assert.False(await person.PressFirstConsent());

        await person.AskForCorrections(Name, ("FirstName", "Asa", "A-1"));
        var request = await person.AskForOwnData(Name);
        await person.Write("Haluan tiedot paperilla.");
        await person.Locator("main a[href$='/withdraw']").ClickAsync();
        await person.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await person.Locator(".ds-alert[data-color=success]").WaitForAsync();
        Assert.Equal(request, person.Url);

        Assert.Equal([(RequestType.Rectification, RequestState.Received), (RequestType.Access, RequestState.Withdrawn)],
            (await App.Stored(db => db.Requests.OrderBy(r => r.Number).Select(r => new { r.Type, r.State }).ToListAsync())).Select(r => (r.Type, r.State)));
        Assert.Equal("Haluan tiedot paperilla.", await App.Stored(db => db.RequestMessages.Select(m => m.Text).SingleAsync()));
        Assert.True(await App.Stored(db => db.Bans.AnyAsync(b => b.CustomerId == customer.Id && b.Kind == BanKind.DirectMarketing && b.Forbidden)));
        Assert.Equal([true, false], await App.Stored(db => db.ConsentDecisions.OrderBy(d => d.At).ThenBy(d => d.Id).Select(d => d.Given).ToListAsync()));

        await person.GotoAsync("/my/signout");
        await person.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await person.GotoAsync("/my");
        Assert.Contains("/enter", person.Url, StringComparison.Ordinal);
    }
}

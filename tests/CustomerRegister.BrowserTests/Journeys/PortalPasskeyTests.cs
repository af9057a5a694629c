using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.Journeys;

/// <summary>A customer's passkey as Chromium makes and keeps it.</summary>
public abstract class PortalPasskeyTests(Engine engine) : BrowserTest(engine)
{
    [Fact]
    [Clause("N15")]
    public async Task A_passkey_that_a_customer_adds_signs_in_and_proves_again_until_it_is_removed()
    {
        const string email = "aino@example.fi";
        var customer = await Given.Customer(email: email);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        var page = await Someone();
        await PasskeyTests.PlugIn(page, unlocks: true);
        await page.Enter(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/enter"));

        await page.GotoAsync("/my/security/passkey");
        await page.Locator("form[data-passkey=create] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/my/security");
        Assert.Equal(1, await App.Stored(db => db.PortalPasskeys.CountAsync(p => p.CustomerId == customer.Id)));

        await page.GotoAsync("/my/signout");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.GotoAsync("/enter/password");
        await page.Locator("form[data-passkey=get] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/my");
        Assert.Equal(SignInMethod.Passkey, await App.Stored(db => db.PortalSessions.Where(s => s.EndedAt == null).Select(s => s.Method).SingleAsync()));

        App.Clock.Advance(ProveAgain.FreshFor);
        await page.GotoAsync("/my/security/passkey");
        await page.WaitForURLAsync("**/my/proof**");
        await page.Locator("form[data-passkey=get] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/my/security/passkey");

        await App.Use((Data.RegisterContext db) => db.PortalPasskeys.ExecuteDeleteAsync());
        await page.GotoAsync("/my/signout");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.GotoAsync("/enter/password");
        await page.Locator("form[data-passkey=get] button[type=submit]").ClickAsync();
        await page.Locator(".ds-error-summary").WaitForAsync();
        await page.GotoAsync("/my");
        Assert.Contains("/enter", page.Url, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : PortalPasskeyTests(Engine.Sqlite);

    public sealed class OnPostgres() : PortalPasskeyTests(Engine.Postgres);
}

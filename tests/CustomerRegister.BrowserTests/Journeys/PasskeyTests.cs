using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Journeys;

/// <summary>A passkey as Chromium makes and keeps it, in a device that is played by the browser itself.</summary>
public abstract class PasskeyTests(Engine engine) : BrowserTest(engine)
{
    [Fact]
    [Clause("N24")]
    public async Task A_passkey_is_the_second_factor_that_is_asked_for_and_signs_in_without_a_password()
    {
        var account = await Given.StaffWithPasswordOnly(StaffRole.Administrator);
        var page = await Someone();
        await PlugIn(page, unlocks: true);
        await page.SignIn(App, account);
        Assert.Contains("/account/second-factor", page.Url, StringComparison.Ordinal);

        await page.Locator("main a[href^='/account/second-factor/passkey']").ClickAsync();
        await page.Locator("form[data-passkey=create] button[type=submit]").ClickAsync();
        await page.Locator(".recovery-codes li").First.WaitForAsync();
        Assert.Equal(MakeRecoveryCodes.Count, await page.Locator(".recovery-codes li").CountAsync());
        await page.Locator("main .actions a").ClickAsync();
        await page.WaitForURLAsync("**/account/undertaking**");
        await page.SignUndertaking();

        await page.GotoAsync("/account/signout");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/account/signin");
        await page.Locator("form[data-passkey=get] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/staff");
        Assert.Equal(StaffSignInMethod.Passkey, await App.Stored(db => db.StaffSessions.Where(s => s.EndedAt == null).Select(s => s.Method).SingleAsync()));

        // An ended account's passkey opens nothing.
        await App.Use((Data.RegisterContext db) => db.Users.ExecuteUpdateAsync(s => s.SetProperty(a => a.To, new DateOnly(2026, 11, 22))));
        await page.GotoAsync("/account/signin");
        await page.Locator("form[data-passkey=get] button[type=submit]").ClickAsync();
        await page.Locator(".ds-error-summary").WaitForAsync();
        await page.GotoAsync("/staff");
        Assert.Contains("/account/signin", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_nobody_unlocks_makes_no_passkey_and_the_page_says_so()
    {
        var page = await Someone();
        await PlugIn(page, unlocks: false);
        await page.SignIn(App, await Given.StaffWithPasswordOnly(StaffRole.Administrator));
        await page.GotoAsync("/account/second-factor/passkey");
        await page.Locator("form[data-passkey=create] button[type=submit]").ClickAsync();

        await page.Locator("[data-passkey-failed]").WaitForAsync();
        Assert.Equal(0, await App.Stored(db => db.UserPasskeys.CountAsync()));
    }

    internal static async Task PlugIn(IPage page, bool unlocks)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = unlocks,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public sealed class OnSqlite() : PasskeyTests(Engine.Sqlite);

    public sealed class OnPostgres() : PasskeyTests(Engine.Postgres);
}

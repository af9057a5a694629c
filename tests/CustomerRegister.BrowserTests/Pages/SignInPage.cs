using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>Where staff sign in.</summary>
public static class SignInPage
{
    /// <summary>Signs in with the password, and with the code of the account's app where it has one.</summary>
    public static async Task SignIn(this IPage page, TestApp app, StaffAccount account)
    {
        await page.GotoAsync("/account/signin");
        await page.Locator("main input[name=Email]").FillAsync(account.Email!);
        await page.Locator("main input[name=Password]").FillAsync(Given.Password);
        await page.Locator("main form[action='/account/signin'] button[type=submit]").ClickAsync();
        if (await app.Stored(db => db.StaffAuthenticators.AnyAsync(a => a.StaffId == account.Id)))
        {
            // Where the machine is busy, the event that all is loaded may never be told; the field is waited for anyway.
            await page.WaitForURLAsync("**/account/code**", new() { WaitUntil = WaitUntilState.Commit });
            await page.Locator("main input[name=Code]").FillAsync(await SecondFactors.NextCode(app, account));
            await page.Locator("main form:not([action]) button[type=submit]").ClickAsync();
        }

        await page.WaitForURLAsync(url => !url.Contains("/account/code", StringComparison.OrdinalIgnoreCase) && !url.Contains("/account/signin", StringComparison.OrdinalIgnoreCase),
            new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }
}

using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>Where staff sign in.</summary>
public static class SignInPage
{
    public static async Task SignIn(this IPage page, StaffAccount account)
    {
        await page.GotoAsync("/account/signin");
        await page.Locator("main input[name=Email]").FillAsync(account.Email!);
        await page.Locator("main input[name=Password]").FillAsync(Given.Password);
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/signin", StringComparison.OrdinalIgnoreCase));
    }
}

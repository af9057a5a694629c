using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>Where staff sign the confidentiality undertaking.</summary>
public static class UndertakingPage
{
    public static async Task SignUndertaking(this IPage page)
    {
        await page.Locator("main input[name=Agreed][type=checkbox]").CheckAsync();
        await page.Locator("main form:not([action]) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/undertaking", StringComparison.OrdinalIgnoreCase));
    }
}

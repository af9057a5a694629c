using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>Legal holds.</summary>
public static class HoldPages
{
    /// <summary>Looks for the people whom the matter concerns.</summary>
    public static async Task FindForHold(this IPage page, string words)
    {
        await page.GotoAsync("/admin/holds/new");
        await page.FillAsync("#Words", words);
        await page.Locator("#search button").ClickAsync();
        await page.WaitForSelectorAsync("#place");
    }

    /// <summary>Fills in the reason and presses the button, by keyboard alone.</summary>
    public static async Task PlaceHolds(this IPage page, string reason)
    {
        await page.FillAsync("#Reason", reason);
        await page.FocusAsync("#place button[type=submit]");
        await page.Keyboard.PressAsync("Enter");
    }
}

using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>The search box, the customer's card and what is done from it.</summary>
public static class CustomerPages
{
    /// <summary>Searches with the box that stands on every staff page.</summary>
    /// <returns>The names of those who were found.</returns>
    public static async Task<IReadOnlyList<string>> Search(this IPage page, string words)
    {
        await page.GotoAsync("/staff/customers");
        await page.Locator("#search").FillAsync(words);
        await page.Locator("form[role=search] button").ClickAsync();
        await page.WaitForURLAsync("**/staff/customers?*");
        return await page.Locator("main tbody th a").AllInnerTextsAsync();
    }

    public static async Task OpenCard(this IPage page, string name)
    {
        await page.Locator("main tbody th a", new() { HasText = name }).ClickAsync();
        await page.Locator("main h1", new() { HasText = name }).WaitForAsync();
    }

    public static async Task AddEmail(this IPage page, string address)
    {
        await page.Locator("main a[href$='/edit']").ClickAsync();
        await page.Locator("main input[name='Input.Email']").FillAsync(address);
        // The form has buttons for its rows too; the one that saves stands last.
        await page.Locator("main form[method=post] button[type=submit]").Last.ClickAsync();
        await page.Locator($"main a[href='mailto:{address}']").WaitForAsync();
    }

    public static async Task Invite(this IPage page)
    {
        await page.Locator("main form[action$='/invite'] button").ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }

    /// <summary>Ends the relationships of those who have long ordered nothing, each on the day of their last order.</summary>
    public static async Task EndSilentRelationships(this IPage page)
    {
        await page.GotoAsync("/staff/customers/end-relationships");
        await page.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }
}

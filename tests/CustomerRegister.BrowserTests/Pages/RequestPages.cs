using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>The desk where staff take requests in hand and decide them.</summary>
public static class RequestPages
{
    /// <summary>Opens the one request that waits.</summary>
    public static async Task OpenOnlyRequest(this IPage page)
    {
        await page.GotoAsync("/staff/requests");
        await page.Locator("main tbody th a").ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1], out _));
    }

    /// <summary>Records how the asker's identity was established, unless signing in to the portal has done so.</summary>
    public static async Task ConfirmIdentity(this IPage page)
    {
        var ways = page.Locator("main input[name=Method]");
        if (await ways.CountAsync() == 0)
            return;

        await ways.First.CheckAsync();
        await page.Locator("main form:has(input[name=Method]) button[type=submit]").ClickAsync();
        await page.Locator("main a[href$='/decision']").WaitForAsync();
    }

    /// <summary>Grants the request that is open.</summary>
    public static async Task Grant(this IPage page)
    {
        await page.Locator("main a[href$='/decision']").ClickAsync();
        await page.Locator("main input[name=Decision]").First.CheckAsync();
        await page.Locator("main form[method=post]:has(input[name=Decision]) button[type=submit]:not([formaction])").ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }
}

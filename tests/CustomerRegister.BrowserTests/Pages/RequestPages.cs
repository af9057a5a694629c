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

    /// <summary>Files a request without signing in.</summary>
    public static async Task AskAsVisitor(this IPage page, string type, string name, string email, string message)
    {
        await page.GotoAsync("/request");
        await page.Locator($"main input[name='Input.Type'][value={type}]").CheckAsync();
        await page.Locator("main input[name='Input.Name']").FillAsync(name);
        await page.Locator("main input[name='Input.Email']").FillAsync(email);
        await page.Locator("main [name='Input.Message']").FillAsync(message);
        await page.Locator("main input[name='Input.Agreed'][type=checkbox]").CheckAsync();
        await page.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/request/sent");
    }

    /// <summary>On the page to which the mailed link leads: the request is made.</summary>
    public static async Task PressVerify(this IPage page)
    {
        var button = page.Locator("main form:has(input[name=Secret]) button");
        await button.ClickAsync();
        await button.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Matches the request that is open to the first customer whom the page suggests.</summary>
    public static async Task MatchSuggested(this IPage page)
    {
        await page.Locator("main form.in-row[action*='handler=Match'] button").First.ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }

    /// <summary>Writes to the other side of the request that is open, which may be either's page of it.</summary>
    public static async Task Write(this IPage page, string text, params IReadOnlyList<FilePayload> files)
    {
        await page.Locator("main [name='Written.Text']").FillAsync(text);
        if (files.Count > 0)
            await page.Locator("main [name='Written.Files']").SetInputFilesAsync(files);
        await page.Locator("main form[action*='handler=Write'] button[type=submit]").ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }
}

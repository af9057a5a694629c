using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>What a customer does in the portal.</summary>
public static class PortalPages
{
    /// <summary>Opens the link of an invitation: the page only shows a button, for mail scanners follow links too.</summary>
    public static async Task Enter(this IPage page, string link)
    {
        await page.GotoAsync(link);
        await page.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/my", StringComparison.Ordinal));
    }

    /// <summary>Presses the switch of a ban, such as <c>DirectMarketing</c>.</summary>
    /// <returns>Whether it is on now.</returns>
    public static async Task<bool> PressBan(this IPage page, string kind)
    {
        await page.GotoAsync("/my/consents");
        return await Press(page, $"#bans form:has(input[name=kind][value={kind}])");
    }

    /// <summary>Presses the first switch among the consents.</summary>
    /// <returns>Whether it is on now.</returns>
    public static async Task<bool> PressFirstConsent(this IPage page)
    {
        await page.GotoAsync("/my/consents");
        return await Press(page, "#consents form >> nth=0");
    }

    /// <summary>Files and signs an access request.</summary>
    /// <returns>The address of its page.</returns>
    public static Task<string> AskForOwnData(this IPage page, string name) => Ask(page, "access", name);

    /// <summary>Files and signs a request for erasure.</summary>
    /// <returns>The address of its page.</returns>
    public static Task<string> AskForErasure(this IPage page, string name) => Ask(page, "erasure", name);

    private static async Task<string> Ask(IPage page, string right, string name)
    {
        await page.GotoAsync("/my/requests/new");
        await page.Locator($"main a[href$='/my/requests/new/{right}']").ClickAsync();
        await page.Locator("main input[name='Input.Name']").FillAsync(name);
        await page.Locator("main input[name='Input.Agreed'][type=checkbox]").CheckAsync();
        await page.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1], out _));
        return page.Url;
    }

    private static async Task<bool> Press(IPage page, string form)
    {
        var button = page.Locator($"{form} >> button");
        var before = await IsOn(button);
        await button.ClickAsync();
        // The page comes again with the switch the other way.
        await Assertions.Expect(page.Locator($"{form} >> button[aria-checked={(before ? "false" : "true")}]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return await IsOn(button);
    }

    private static async Task<bool> IsOn(ILocator button) => await button.GetAttributeAsync("aria-checked") == "true";
}

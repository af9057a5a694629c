using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>Corrections, item by item: asked for in the portal, decided at the desk, proved to whoever is shown a certificate.</summary>
public static class RectificationPages
{
    /// <summary>Points at what is wrong, says what it shall be and why, and signs.</summary>
    /// <param name="items">Fields by their keys, such as <c>FirstName</c>, in the order of the page.</param>
    /// <returns>The address of the request's page.</returns>
    public static async Task<string> AskForCorrections(this IPage page, string name, params IReadOnlyList<(string Field, string Proposed, string Ground)> items)
    {
        await page.GotoAsync("/my/requests/new");
        await page.Locator("main a[href$='/my/rectification']").ClickAsync();
        foreach (var (field, _, _) in items)
            await page.Locator($"main input[name=Item][value={field}]").CheckAsync();
        await page.Locator("main form button[type=submit]").ClickAsync();
        for (var i = 0; i < items.Count; i++)
        {
            await page.Locator($"main [name='Entries[{i}].Proposed']").FillAsync(items[i].Proposed);
            await page.Locator($"main [name='Entries[{i}].Ground']").FillAsync(items[i].Ground);
        }

        await page.Locator("main input[name='Input.Name']").FillAsync(name);
        await page.Locator("main input[name='Input.Agreed'][type=checkbox]").CheckAsync();
        await page.Locator("main form[method=post] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1], out _));
        return page.Url;
    }

    /// <summary>Decides every item of the request that is open.</summary>
    /// <param name="decisions">In the order of the items: <c>Accept</c>, <c>Change</c> or <c>Refuse</c>, and what the person is told.</param>
    public static async Task DecideCorrections(this IPage page, params IReadOnlyList<(string Decision, string? Reasons)> decisions)
    {
        await page.Locator("main a[href$='/rectification']").ClickAsync();
        for (var i = 0; i < decisions.Count; i++)
        {
            await page.Locator($"main input[name='Decisions[{i}].Decision'][value={decisions[i].Decision}]").CheckAsync();
            if (decisions[i].Decision == "Refuse")
                await page.Locator($"main [name='Decisions[{i}].Ground']").SelectOptionAsync("DataIsAccurate");
            if (decisions[i].Reasons is { } reasons)
                await page.Locator($"main [name='Decisions[{i}].Reasons']").FillAsync(reasons);
        }

        await page.Locator("main form[method=post]:has([name='Words']) button[type=submit]:not([formaction])").ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }

    /// <summary>Types the code of a certificate where anybody can check one.</summary>
    /// <returns>What the page says of it.</returns>
    public static async Task<string> Verify(this IPage page, string code)
    {
        await page.GotoAsync("/verify");
        await page.Locator("main input[name=Code]").FillAsync(code);
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.Locator("main .ds-tag").WaitForAsync();
        return await page.Locator("main").InnerTextAsync();
    }
}

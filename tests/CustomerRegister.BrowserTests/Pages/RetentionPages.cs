using System.Globalization;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>The runs of retention.</summary>
public static class RetentionPages
{
    /// <summary>Prepares a run as of today.</summary>
    /// <returns>The address of its page.</returns>
    public static async Task<string> PrepareRun(this IPage page)
    {
        await page.GotoAsync("/admin/retention");
        await page.Locator("main form:has(input[name=AsOf]) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => Guid.TryParse(url.Split('/')[^1], out _));
        return page.Url;
    }

    /// <summary>How many are due, are erased and are kept, as the page of a run says.</summary>
    public static async Task<(int Due, int Erased, int Kept)> RunFigures(this IPage page)
    {
        var figures = (await page.Locator("main dl.figures dd").AllInnerTextsAsync()).Select(text => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture)).ToList();
        return (figures[0], figures[1], figures[2]);
    }

    public static Task DiscardRun(this IPage page) => Act(page, "main form[action*='handler=Discard'] button");

    public static Task ApproveRun(this IPage page) => Act(page, "main form[action*='handler=Approve'] button");

    /// <summary>Starts an approved run; a job carries it out.</summary>
    public static async Task StartRun(this IPage page)
    {
        await page.Locator("main a[href$='/start']").ClickAsync();
        await Act(page, "main form[method=post] button[type=submit]");
    }

    /// <summary>Ends, as of today, all contact roles but those with organisations of one country.</summary>
    public static async Task EndContactRolesBut(this IPage page, string country)
    {
        await page.GotoAsync("/staff/organisations/contact-roles");
        await page.Locator("main input[name=AllBut][value=True]").CheckAsync();
        await page.Locator($"main input[name=Countries][value={country}]").CheckAsync();
        await page.Locator("main form[method=get] button[type=submit]").ClickAsync();
        await Act(page, "main form[method=post] button[type=submit]");
    }

    private static async Task Act(IPage page, string button)
    {
        await page.Locator(button).ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();
    }
}

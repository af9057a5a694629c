using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Support;

/// <summary>What WCAG 2.2 AA asks of a page, as far as a program can tell.</summary>
public static class Accessibility
{
    // To tell all that is as it should be takes longer than to find out.
    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] };
    private static readonly AxeRunOptions Words = new() { ResultTypes = [ResultType.Violations], RunOnly = new() { Type = "rule", Values = ["label-content-name-mismatch"] } };

    /// <summary>What is wrong with the page that is open, as a form has left it, one line each; a picture of it is kept where somebody wants one.</summary>
    public static Task<List<string>> Look(this IPage page) => page.Look(Everything);

    /// <summary>The same for a page that was looked at in another language: what the words alone can do wrong.</summary>
    public static Task<List<string>> Glance(this IPage page) => page.Look(Words);

    private static async Task<List<string>> Look(this IPage page, AxeRunOptions options)
    {
        var route = new Uri(page.Url).AbsolutePath;
        var findings = (await page.Findings(options)).Select(finding => $"{route}: {finding}").ToList();
        if (await page.Overflow() is > 0 and var pixels)
            findings.Add($"{route} must be scrolled sideways by {pixels} pixels: {await page.Sticking()}");
        await page.KeepPicture();
        return findings;
    }

    private static async Task<IEnumerable<string>> Findings(this IPage page, AxeRunOptions options)
    {
#pragma warning disable CS0618 // For the sake of frames, which our pages have none of, the other way opens one more window for each page it looks at.
        var result = await page.RunAxeLegacy(options: options);
#pragma warning restore CS0618
        return result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id} ({rule.Help}): {Where(node)}"));
    }

    /// <summary>How many CSS pixels the page is wider than its window: 0 where nothing must be scrolled sideways (WCAG 1.4.10).</summary>
    private static Task<int> Overflow(this IPage page) =>
        page.EvaluateAsync<int>("() => Math.max(0, document.scrollingElement.scrollWidth - window.innerWidth)");

    /// <summary>What sticks out of the window at its right, innermost only: the beginning of its mark-up.</summary>
    private static Task<string> Sticking(this IPage page) => page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && ![...e.children].some(c => c.getBoundingClientRect().right > window.innerWidth + 1))
            .slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join(' | ')
        """);

    /// <summary>Where the environment's SCREENSHOTS names a folder, keeps a picture of the whole page there, to be looked at.</summary>
    private static async Task KeepPicture(this IPage page)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        var name = $"{new Uri(page.Url).AbsolutePath.Trim('/').Replace('/', '.')}-{await page.Locator("html").GetAttributeAsync("lang")}-{page.ViewportSize!.Width}";
        var path = Path.Combine(folder, $"{name}.png");
        for (var i = 2; File.Exists(path); i++)
            path = Path.Combine(folder, $"{name}-{i}.png");
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
    }

    private static string Where(AxeResultNode node) => node.Html.Length > 160 ? node.Html[..160] : node.Html;
}

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Support;

/// <summary>What WCAG 2.2 AA asks of a page, as far as a program can tell.</summary>
public static class Accessibility
{
    /// <summary>What axe finds, one line each; empty on an accessible page.</summary>
    public static async Task<IReadOnlyList<string>> Findings(this IPage page)
    {
#pragma warning disable CS0618 // For the sake of frames, which our pages have none of, the other way opens one more window for each page it looks at.
        var result = await page.RunAxeLegacy();
#pragma warning restore CS0618
        return [.. result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id} ({rule.Help}): {Where(node)}"))];
    }

    /// <summary>How many CSS pixels the page is wider than its window: 0 where nothing must be scrolled sideways (WCAG 1.4.10).</summary>
    public static Task<int> Overflow(this IPage page) =>
        page.EvaluateAsync<int>("() => Math.max(0, document.scrollingElement.scrollWidth - window.innerWidth)");

    /// <summary>What sticks out of the window at its right, innermost only: the beginning of its mark-up.</summary>
    public static Task<string> Sticking(this IPage page) => page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll('main *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && ![...e.children].some(c => c.getBoundingClientRect().right > window.innerWidth + 1))
            .slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join(' | ')
        """);

    /// <summary>Where the environment's SCREENSHOTS names a folder, keeps a picture of the whole page there, to be looked at.</summary>
    public static async Task KeepPicture(this IPage page)
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

using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CustomerRegister.Tests.Support;

/// <summary>What must hold of every page that any test opens.</summary>
internal static class PageRules
{
    public static void Check(IHtmlDocument page, string address)
    {
        var broken = new List<string>();
        if (page.QuerySelector("style, [style]") is { } style)
            broken.Add($"an inline style, which the content security policy blocks: {Show(style)}");
        if (page.QuerySelector("script:not([src]):not([type='application/json']):not([type='importmap']):not([type='speculationrules'])") is { } script)
            broken.Add($"an inline script, which the content security policy blocks: {Show(script)}");
        if (page.All.FirstOrDefault(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))) is { } handler)
            broken.Add($"an inline event handler: {Show(handler)}");
        if (page.QuerySelector("form[method='post' i]:not(:has(input[name='__RequestVerificationToken']))") is { } form)
            broken.Add($"a form whose sending is refused, for it lacks the antiforgery token: {Show(form)}");
        if (page.DocumentElement.GetAttribute("lang") is not ("fi" or "sv" or "en"))
            broken.Add("no language");
        if (string.IsNullOrWhiteSpace(page.Title))
            broken.Add("no title");
        if (page.QuerySelectorAll("[id]").GroupBy(e => e.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
            broken.Add($"the id {twice.Key} more than once");

        Assert.True(broken.Count == 0, $"The page {address} has {string.Join("; ", broken)}.");
    }

    private static string Show(IElement element) => element.OuterHtml.Length > 200 ? element.OuterHtml[..200] : element.OuterHtml;
}

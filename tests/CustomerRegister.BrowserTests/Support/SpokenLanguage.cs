using System.Collections;
using System.Globalization;
using System.Resources;
using CustomerRegister.Web.Pages.Shared;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Support;

/// <summary>Whether a page speaks one language only.</summary>
public static class SpokenLanguage
{
    private static readonly Dictionary<Language, HashSet<string>> Texts = Enum.GetValues<Language>().ToDictionary(language => language, Read);

    /// <summary>What the page says in another language than this: headings, labels, buttons, links and the like whose words the program has for another language only. Parts that are marked as foreign are left out.</summary>
    public static async Task<IReadOnlyList<string>> ForeignWords(this IPage page, Language language)
    {
        var spoken = await page.Locator("html").GetAttributeAsync("lang");
        if (spoken != language.Code())
            return [$"{page.Url} is in {spoken}"];
        var words = await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('h1,h2,h3,h4,p,li,a,button,label,legend,summary,th,dt,dd,td,option,.ds-tag')]
                .filter(e => e.closest('[lang]') === document.documentElement).map(e => e.textContent.trim().replace(/\s+/g, ' '))
            """);
        return [.. words.Distinct().Where(word => !Texts[language].Contains(word) && Texts.Any(other => other.Key != language && other.Value.Contains(word))).Select(word => $"{page.Url}: {word}")];
    }

    private static HashSet<string> Read(Language language)
    {
        var culture = language == Language.Fi ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language.Code());
        return [.. typeof(SharedTexts).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Texts", StringComparison.Ordinal) && type.Assembly.GetManifestResourceInfo(type.FullName + ".resources") is not null)
            .SelectMany(type => new ResourceManager(type).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>())
            .Select(text => ((string)text.Value!).Trim())];
    }
}

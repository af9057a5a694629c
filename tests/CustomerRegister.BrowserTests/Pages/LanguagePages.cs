using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>The language switch that stands on every page.</summary>
public static class LanguagePages
{
    public static async Task Choose(this IPage page, Language language)
    {
        await page.GotoAsync("/");
        await page.Locator($"form.language-switch button[value={language.Code()}]").ClickAsync();
        await page.Locator($"html[lang={language.Code()}]").WaitForAsync();
    }
}

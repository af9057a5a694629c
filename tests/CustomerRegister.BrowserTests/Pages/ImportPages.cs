using CustomerRegister.Tests.Support;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Pages;

/// <summary>Where files of customers and orders are taken in.</summary>
public static class ImportPages
{
    /// <summary>Uploads one of the Northwind files, looks at the preview with the mapping the page guessed, and imports it.</summary>
    /// <param name="kind">As in the list of kinds: <c>Customers</c>, <c>Orders</c>, <c>OrderLines</c>.</param>
    /// <returns>Imported, unchanged and rejected rows, as the result says.</returns>
    public static async Task<IReadOnlyList<string>> ImportNorthwind(this IPage page, string kind, string file)
    {
        await page.GotoAsync("/staff/imports");
        await page.Locator("main input[name=CsvFile]").SetInputFilesAsync(Path.Combine(Repository.Root, "tests/CustomerRegister.Tests/Imports/Data", file));
        await page.Locator("main select[name=Kind]").SelectOptionAsync(kind);
        await page.Locator("main input[name=Source]").FillAsync("Northwind");
        await page.Locator("main form[enctype] button[type=submit]").ClickAsync();
        await page.Locator("main button[form=mapping]").ClickAsync();
        await page.Locator(".ds-alert[data-color=success]").WaitForAsync();

        await page.GotoAsync("/staff/imports");
        var newest = page.Locator("main tbody tr").First;
        return [.. (await newest.Locator("td.number").AllInnerTextsAsync()).Select(number => new string([.. number.Where(char.IsAsciiDigit)]))];
    }
}

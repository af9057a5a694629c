using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests;

/// <summary>The frame of the pages by keyboard alone.</summary>
public sealed class KeyboardTests() : BrowserTest(Engine.Sqlite)
{
    [Fact]
    public async Task Slash_goes_to_the_search_box_but_can_be_typed_in_it()
    {
        var page = await Someone();
        await page.SignIn(App, await Given.Staff(StaffRole.CustomerService));
        await page.GotoAsync("/staff/no-such-page");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("a/b");

        Assert.Equal("search", await Focused(page));
        Assert.Equal("a/b", await page.InputValueAsync("#search"));
    }

    [Fact]
    public async Task The_first_tab_shows_the_way_past_the_header()
    {
        var page = await Someone();
        await page.GotoAsync("/account/signin");

        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.Locator(".ds-skip-link").IsVisibleAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");

        Assert.Equal("Email", await Focused(page));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_form_puts_the_focus_on_its_summary_with_and_without_scripts(bool scripts)
    {
        var page = await Someone(scripts: scripts);
        await page.GotoAsync("/account/signin");

        await page.FocusAsync("#Email");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".ds-error-summary:focus");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForSelectorAsync("#Email:focus");
    }

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.id");
}

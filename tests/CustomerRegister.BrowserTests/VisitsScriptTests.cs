using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests;

/// <summary>What the pages tell of how long they were looked at (N28): only where the visitor has chosen so.</summary>
[Clause("N28")]
public sealed class VisitsScriptTests() : BrowserTest(Engine.Sqlite)
{
    [Fact]
    public async Task A_page_tells_when_it_is_left_after_the_choice_to_allow_it()
    {
        var page = await Someone();
        await Choose(page, allow: true);
        await page.GotoAsync("/notice");
        App.Clock.Advance(TimeSpan.FromSeconds(47));

        // Away from the register, where no next page tells the time. What is told while leaving comes when it comes.
        await page.GotoAsync("about:blank");
        int? seconds = null;
        for (var tries = 0; seconds is null && tries < 100; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            seconds = await SecondsOf("/notice");
        }

        Assert.Equal(47, seconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    public async Task Without_the_choice_or_after_refusing_nothing_is_told_or_kept(bool? allow)
    {
        var page = await Someone();
        var told = new List<string>();
        page.Context.Request += (_, request) =>
        {
            if (IsOfVisits(request) || request.Url.Contains("visits.js", StringComparison.Ordinal))
                told.Add(request.Url);
        };
        if (allow is { } choice)
            await Choose(page, choice);
        await page.GotoAsync("/notice");
        await page.GotoAsync("/verify");
        await page.GotoAsync("about:blank");
        // Something after it, so that what was on its way has come.
        await page.GotoAsync("/");

        Assert.Empty(told);
        Assert.Null(await SecondsOf("/notice"));
        Assert.Equal(0, await App.Stored(db => db.Visits.CountAsync(TestContext.Current.CancellationToken)));
    }

    private static bool IsOfVisits(IRequest request) => new Uri(request.Url).AbsolutePath.StartsWith("/visits/", StringComparison.Ordinal);

    private static async Task Choose(IPage page, bool allow)
    {
        await page.GotoAsync("/");
        await page.Locator($".cookie-choice button[value={(allow ? "true" : "false")}]").ClickAsync();
        await page.Locator(".cookie-choice").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private async Task<int?> SecondsOf(string address)
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.True(await App.Services.GetRequiredService<VisitLog>().Written(ct));
        return await App.Stored(db => db.PageViews.Where(p => p.Page == address).Select(p => p.Seconds).SingleOrDefaultAsync(ct));
    }
}

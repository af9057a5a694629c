using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using CustomerRegister.Web.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Visits;

/// <summary>A test of cookies and visits.</summary>
public abstract class VisitsTest(Engine engine) : AppTest(engine)
{
    protected const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A browser in which visits are allowed.</summary>
    protected async Task<Browser> Allowing(Browser? browser = null)
    {
        browser ??= App.Browser();
        browser.Headers["User-Agent"] = Firefox;
        await browser.Get("/cookies");
        await browser.Press("Myös käyntitilasto");
        Assert.Equal(43, browser.Cookies[VisitsCookie.Name].Length);
        // The page of the choice is shown after it, and counts.
        await App.Use((ForgetCollected forget) => forget.Run(LinkSecret.HashOf(browser.Cookies[VisitsCookie.Name]), Ct));
        return browser;
    }

    /// <summary>The visits that are stored, oldest first, with their pages in the order in which they were opened.</summary>
    protected async Task<List<(Visit Visit, List<PageView> Pages)>> Logged()
    {
        await App.Services.GetRequiredService<VisitLog>().Written(Ct);
        return await App.Stored(async db =>
        {
            var pages = (await db.PageViews.AsNoTracking().OrderBy(p => p.OpenedAt).ThenBy(p => p.Id).ToListAsync(Ct)).ToLookup(p => p.VisitId);
            return (await db.Visits.AsNoTracking().OrderBy(v => v.StartedAt).ThenBy(v => v.Id).ToListAsync(Ct)).ConvertAll(v => (v, pages[v.Id].ToList()));
        });
    }

    protected async Task<List<string>> PagesLogged() => [.. (await Logged()).SelectMany(v => v.Pages).Select(p => p.Page)];

    protected Task<bool> Consents(Customer customer, bool given = true) => App.Use(async (RegisterContext db) =>
    {
        var purpose = await db.Purposes.AsNoTracking().SingleAsync(p => p.Code == "visits", Ct);
        var outcome = await App.Use((DecideConsent decide) => decide.Run(new(customer.Id, purpose.Id, given, purpose.TextHash(Language.Fi), Channel.Portal), new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), Ct));
        Assert.True(outcome.Succeeded);
        return outcome.Value;
    });
}

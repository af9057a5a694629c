using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class SetUpTests(Engine engine) : AppTest(engine)
{
    private const string Password = "pitkä ja hyvä salasana";

    private async Task<string> Offer() => await App.Use((OfferSetUp offer) => offer.Run(CancellationToken.None)) ?? throw new InvalidOperationException("The register is set up already.");

    private static (string, string?)[] Filled(string password = Password) =>
        [("FullName", "Paavo Pääkäyttäjä"), ("Email", "paavo@example.fi"), ("Password", password)];

    [Fact]
    [Clause("N24")]
    public async Task The_set_up_link_opens_the_first_administrators_account_once()
    {
        var link = await Offer();
        using var browser = App.Browser();
        await browser.Get(link);
        await browser.Submit("main form", Filled());

        // An administrator sets up a second factor before anything else.
        Assert.StartsWith("/account/second-factor", browser.Address, StringComparison.Ordinal);
        var account = await App.Stored(db => db.Users.SingleAsync());
        Assert.Equal([StaffRole.Administrator], account.Roles);

        using var another = App.Browser();
        await another.Get(link);
        Assert.Empty(another.Page.QuerySelectorAll("main input[name=Password]"));
        Assert.Null(await App.Use((OfferSetUp offer) => offer.Run(CancellationToken.None)));
    }

    [Fact]
    public async Task A_start_without_accounts_makes_a_new_link_and_ends_the_old_one()
    {
        var old = await Offer();
        var newer = await Offer();
        using var browser = App.Browser();

        await browser.Get(old);
        Assert.Empty(browser.Page.QuerySelectorAll("main input[name=Password]"));
        await browser.Get(newer);
        Assert.Single(browser.Page.QuerySelectorAll("main input[name=Password]"));
    }

    [Fact]
    public async Task The_set_up_link_expires()
    {
        var link = await Offer();
        App.Clock.Advance(OfferSetUp.LinkLifetime);
        using var browser = App.Browser();
        await browser.Get(link);
        Assert.Empty(browser.Page.QuerySelectorAll("main input[name=Password]"));
    }

    [Fact]
    public async Task A_short_password_is_refused_and_the_link_still_works()
    {
        using var browser = App.Browser();
        await browser.Get(await Offer());
        await browser.Submit("main form", Filled("lyhyt"));

        Assert.Equal("Paavo Pääkäyttäjä", browser.Page.QuerySelector("input[name=FullName]")?.GetAttribute("value"));
        Assert.Equal(0, await App.Stored(db => db.Users.CountAsync()));
        await browser.Submit("main form", Filled());
        Assert.Equal(1, await App.Stored(db => db.Users.CountAsync()));
    }

    public sealed class OnSqlite() : SetUpTests(Engine.Sqlite);

    public sealed class OnPostgres() : SetUpTests(Engine.Postgres);
}

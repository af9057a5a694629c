using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class SessionTests(Engine engine) : AppTest(engine)
{
    private const string NewPassword = "vihreä polkupyörä järvessä";

    private static async Task<bool> IsIn(Browser browser)
    {
        await browser.Get("/staff");
        return browser.Address == "/staff";
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_and_use_keeps_it()
    {
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        for (var i = 0; i < 4; i++)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(29));
            Assert.True(await IsIn(browser));
        }

        App.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.False(await IsIn(browser));
        Assert.StartsWith("/account/signin?ReturnUrl=%2Fstaff", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_busy_one_signs_in_anew_after_ten_hours()
    {
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        for (var minutes = 0; minutes < 600 - 20; minutes += 20)
        {
            App.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.True(await IsIn(browser));
        }

        App.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await IsIn(browser));
    }

    [Fact]
    public async Task The_settings_say_how_long()
    {
        await using var app = new TestApp(Database) { Settings = { ["Security:SessionIdle"] = "00:05:00" } };
        using var browser = await new Given(app).SignedIn(StaffRole.CustomerService);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(await IsIn(browser));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_a_copy_of_the_cookie_too()
    {
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        using var thief = App.Browser();
        thief.Remember("staff", browser.Cookies["staff"]);
        Assert.True(await IsIn(thief));

        await browser.Get("/account/signout");
        await browser.Submit("main form");
        Assert.False(await IsIn(thief));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_of_ones_own_and_nobody_elses()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var here = await Given.SignedIn(account);
        using var there = await Given.SignedIn(account);
        using var another = await Given.SignedIn(StaffRole.CustomerService);

        await here.Get("/account");
        await here.Submit("form[action*='EndAll']");

        Assert.StartsWith("/account/signin", here.Address, StringComparison.Ordinal);
        Assert.False(await IsIn(here));
        Assert.False(await IsIn(there));
        Assert.True(await IsIn(another));
    }

    [Fact]
    public async Task One_browser_can_be_signed_out_from_another_but_not_somebody_elses()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var lost = await Given.SignedIn(account);
        using var here = await Given.SignedIn(account);
        using var another = await Given.SignedIn(StaffRole.CustomerService);
        var others = await App.Stored(db => db.StaffSessions.Where(s => s.StaffId != account.Id).Select(s => s.Id).SingleAsync());

        await here.Get("/account");
        var token = here.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await here.Post("/account?handler=End", ("session", others.Value.ToString()), ("__RequestVerificationToken", token));
        Assert.True(await IsIn(another));
        await here.Get("/account");
        await here.Submit("form[action*='handler=End']:not([action*='EndAll'])");

        Assert.False(await IsIn(lost));
        Assert.True(await IsIn(here));
    }

    [Fact]
    [Clause("N24")]
    public async Task Sessions_of_a_closed_account_do_not_come_back_when_it_is_reopened()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var browser = await Given.SignedIn(account);
        using var administrator = await Given.SignedIn(StaffRole.Administrator);

        await administrator.Get($"/admin/staff/{account.Id}/close");
        await administrator.Submit("main form");
        await administrator.Get($"/admin/staff/{account.Id}/reopen");
        await administrator.Submit("main form");

        Assert.Equal($"/admin/staff/{account.Id}", administrator.Address);
        Assert.False(await IsIn(browser));
        using var again = await Given.SignedIn(account);
        Assert.True(await IsIn(again));
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var other = await Given.SignedIn(account);
        using var here = await Given.SignedIn(account);

        await here.Get("/account/password");
        await here.Submit("main form", ("Current", Given.Password), ("Chosen", NewPassword));

        Assert.Equal("/account", here.Address);
        Assert.False(await IsIn(other));
        Assert.True(await IsIn(here));
        using var again = App.Browser();
        await again.Get("/account/signin");
        await again.Submit(Given.SignInForm, ("Email", account.Email), ("Password", Given.Password));
        Assert.Equal("/account/signin", again.Address);
        await again.Submit(Given.SignInForm, ("Email", account.Email), ("Password", NewPassword));
        Assert.Equal("/staff", again.Address);
    }

    [Theory]
    [InlineData("väärä nykyinen salasana", NewPassword, "Current")]
    [InlineData(Given.Password, "lyhyt", "Chosen")]
    [InlineData(Given.Password, "Salasana2026!!", "Chosen")]
    [InlineData(Given.Password, "Sanna Sihteeri 1", "Chosen")]
    [InlineData("", "", "Current")]
    public async Task A_password_is_not_changed_without_the_current_one_nor_to_a_weak_one(string current, string chosen, string field)
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var browser = await Given.SignedIn(account);
        await browser.Get("/account/password");
        await browser.Submit("main form", ("Current", current), ("Chosen", chosen));

        Assert.Equal("/account/password", browser.Address);
        Assert.NotNull(browser.Page.QuerySelector($"main input[name={field}][aria-invalid=true]"));
        Assert.Equal(account.PasswordHash, await App.Stored(db => db.Users.Where(a => a.Id == account.Id).Select(a => a.PasswordHash).SingleAsync()));
    }

    public sealed class OnSqlite() : SessionTests(Engine.Sqlite);

    public sealed class OnPostgres() : SessionTests(Engine.Postgres);
}

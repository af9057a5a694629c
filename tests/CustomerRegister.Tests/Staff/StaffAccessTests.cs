using CustomerRegister.Audit;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class StaffAccessTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N25")]
    public async Task Nothing_opens_before_the_undertaking_is_signed()
    {
        using var browser = await Given.SignedIn(await Given.StaffWithoutUndertaking(StaffRole.Administrator));

        await browser.Get("/admin/staff");
        Assert.StartsWith("/account/undertaking", browser.Address, StringComparison.Ordinal);

        await browser.Submit("main form:not([action])", ("Agreed", "true"));
        Assert.Equal("/admin/staff", browser.Address);
        Assert.Equal(1, await App.Stored(db => db.UndertakingSignatures.CountAsync()));
    }

    [Fact]
    [Clause("N25")]
    public async Task The_undertaking_is_not_signed_without_agreeing()
    {
        using var browser = await Given.SignedIn(await Given.StaffWithoutUndertaking(StaffRole.Administrator));
        await browser.Get("/admin/staff");

        await browser.Submit("main form:not([action])");

        Assert.Equal(0, await App.Stored(db => db.UndertakingSignatures.CountAsync()));
        await browser.Get("/admin/staff");
        Assert.StartsWith("/account/undertaking", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N24")]
    public async Task An_account_that_was_ended_opens_nothing_from_the_next_request_on()
    {
        var account = await Given.Staff(StaffRole.Administrator);
        using var browser = await Given.SignedIn(account);
        await browser.Get("/admin/staff");
        Assert.Equal("/admin/staff", browser.Address);

        await Given.Staff(StaffRole.Administrator);
        await App.Use((CloseStaffAccount close) => close.Run(account.Id, Actor.System("test", "account"), CancellationToken.None));

        await browser.Get("/admin/staff");
        Assert.NotEqual("/admin/staff", browser.Address);
        await browser.Get("/account/signin");
        await browser.Submit(Given.SignInForm, ("Email", account.Email), ("Password", Given.Password));
        Assert.StartsWith("/account/signin", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N24")]
    public async Task A_role_opens_its_own_share_only()
    {
        using var browser = await Given.SignedIn(StaffRole.Marketing);

        await browser.Get("/admin/staff");

        Assert.False(browser.Response.IsSuccessStatusCode && browser.Address == "/admin/staff");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        var answers = new List<string>();
        foreach (var name in (string[])[account.Email!, "nobody@example.fi"])
        {
            using var browser = App.Browser();
            await browser.Get("/account/signin");
            await browser.Submit(Given.SignInForm, ("Email", name), ("Password", "väärä salasana tämä"));
            Assert.Equal("/account/signin", browser.Address);
            answers.Add(browser.Text);
        }

        Assert.Equal(answers[0], answers[1]);
        App.Log.HoldsNone(account.Email!, "nobody@example.fi", "väärä salasana");
    }

    public sealed class OnSqlite() : StaffAccessTests(Engine.Sqlite);

    public sealed class OnPostgres() : StaffAccessTests(Engine.Postgres);
}

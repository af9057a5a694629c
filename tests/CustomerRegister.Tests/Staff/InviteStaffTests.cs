using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class InviteStaffTests(Engine engine) : AppTest(engine)
{
    private const string Email = "uusi.tyontekija@example.fi", Password = "pitkä ja hyvä salasana";

    private async Task<Browser> Invite(params (string, string?)[] values)
    {
        var browser = await Given.SignedIn(StaffRole.Administrator);
        await browser.Get("/admin/staff/invite");
        var employer = values.Any(v => v.Item1 == "Employer") ? Array.Empty<(string, string?)>() : [("Employer", "Esimerkki Oy")];
        return await browser.Submit("main form", [("FullName", "Uusi Työntekijä"), ("Email", Email), ("Roles", nameof(StaffRole.CustomerService)), .. employer, .. values]);
    }

    [Fact]
    [Clause("N24")]
    public async Task An_invited_person_chooses_a_password_by_a_link_that_works_once_and_is_harmless_to_open()
    {
        using var administrator = await Invite();
        Assert.Equal("/admin/staff", administrator.Address);
        var mail = Assert.Single(await App.MailsTo(Email));
        Assert.DoesNotContain("Työntekijä", mail.Subject, StringComparison.Ordinal);
        var link = Postbox.LinkIn(mail);

        using var browser = App.Browser();
        for (var i = 0; i < 3; i++)
            await browser.Get(link);
        await browser.Submit("main form", ("Password", Password));
        Assert.StartsWith("/account/undertaking", browser.Address, StringComparison.Ordinal);

        using var second = App.Browser();
        await second.Get(link);
        Assert.Empty(second.Page.QuerySelectorAll("main input[name=Password]"));
    }

    [Fact]
    public async Task The_link_of_an_invitation_expires()
    {
        using var administrator = await Invite();
        var link = Postbox.LinkIn(Assert.Single(await App.MailsTo(Email)));
        App.Clock.Advance(InviteStaff.LinkLifetime);
        using var browser = App.Browser();
        await browser.Get(link);
        Assert.Empty(browser.Page.QuerySelectorAll("main input[name=Password]"));
    }

    [Fact]
    [Clause("N24")]
    public async Task An_outside_firms_employee_needs_an_end_date()
    {
        using var refused = await Invite(("Employer", "Tilitoimisto Tarkka Oy"));
        Assert.Equal("/admin/staff/invite", refused.Address);
        Assert.Equal(Email, refused.Page.QuerySelector("input[name=Email]")?.GetAttribute("value"));
        Assert.False(await App.Stored(db => db.Users.AnyAsync(u => u.Email == Email)));

        await refused.Submit("main form", ("To", "2027-11-22"), ("Roles", nameof(StaffRole.Finance)));
        Assert.Equal(new DateOnly(2027, 11, 22), await App.Stored(db => db.Users.Where(u => u.Email == Email).Select(u => u.To).SingleAsync()));
    }

    [Fact]
    public async Task The_same_address_gets_no_second_account()
    {
        using var first = await Invite();
        using var second = await Invite(("Email", Email.ToUpperInvariant()));
        Assert.Equal("/admin/staff/invite", second.Address);
        Assert.Equal(1, await App.Stored(db => db.Users.CountAsync(u => u.Email == Email)));
    }

    [Fact]
    public async Task An_account_without_a_role_is_refused()
    {
        using var browser = await Given.SignedIn(StaffRole.Administrator);
        await browser.Get("/admin/staff/invite");
        await browser.Submit("main form", ("FullName", "Uusi Työntekijä"), ("Email", Email), ("Employer", "Esimerkki Oy"));
        Assert.Equal("/admin/staff/invite", browser.Address);
        Assert.NotEmpty(browser.Errors);
    }

    [Fact]
    public async Task Nobody_ends_their_own_account()
    {
        var account = await Given.Staff(StaffRole.Administrator);
        using var browser = await Given.SignedIn(account);
        await browser.Get($"/admin/staff/{account.Id}/close");
        await browser.Submit("main form");
        Assert.Null(await App.Stored(db => db.Users.Where(u => u.Id == account.Id).Select(u => u.To).SingleAsync()));
    }

    public sealed class OnSqlite() : InviteStaffTests(Engine.Sqlite);

    public sealed class OnPostgres() : InviteStaffTests(Engine.Postgres);
}

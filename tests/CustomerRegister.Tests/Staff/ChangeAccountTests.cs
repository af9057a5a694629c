using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class ChangeAccountTests(Engine engine) : AppTest(engine)
{
    private const string Form = "main form:not([action])";

    private Task<StaffAccount> Stored(StaffAccount account) => App.Stored(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == account.Id));

    private async Task<Browser> Open(StaffAccount account)
    {
        var browser = await Given.SignedIn(StaffRole.Administrator);
        return await browser.Get($"/admin/staff/{account.Id}");
    }

    [Fact]
    [Clause("N24")]
    public async Task Rights_that_are_given_or_taken_count_from_the_next_request_on_and_are_logged()
    {
        var account = await Given.Staff(StaffRole.Marketing);
        using var clerk = await Given.SignedIn(account);
        await clerk.Get("/staff/customers");
        Assert.Equal(HttpStatusCode.Forbidden, clerk.Status);

        using var administrator = await Open(account);
        await administrator.Submit(Form, ("Roles", nameof(StaffRole.CustomerService)), ("ExtraPermissions", nameof(Permission.SeeProtectedAddresses)));

        Assert.Equal($"/admin/staff/{account.Id}", administrator.Address);
        await clerk.Get("/staff/customers");
        Assert.Equal(HttpStatusCode.OK, clerk.Status);
        var stored = await Stored(account);
        Assert.Equal([StaffRole.CustomerService], stored.Roles);
        Assert.Equal([Permission.SeeProtectedAddresses], stored.ExtraPermissions);
        var entry = await App.Stored(db => db.AuditEntries.SingleAsync(e => e.Action == AuditAction.StaffChanged));
        Assert.Equal((account.Id, "Roles,ExtraPermissions"), (entry.SubjectId, entry.Fields));
    }

    [Fact]
    public async Task No_permission_but_those_on_top_can_be_given_to_an_account()
    {
        var account = await Given.Staff(StaffRole.Marketing);
        using var administrator = await Open(account);
        var form = administrator.Page.QuerySelector(Form)!;
        string Value(string name) => form.QuerySelector($"[name={name}]")!.GetAttribute("value")!;

        await administrator.Post($"/admin/staff/{account.Id}", ("__RequestVerificationToken", Value("__RequestVerificationToken")), ("Version", Value("Version")),
            ("FullName", account.FullName), ("Employer", account.Employer), ("From", "2026-11-22"), ("Roles", nameof(StaffRole.Marketing)),
            ("ExtraPermissions", nameof(Permission.ApproveRetention)), ("ExtraPermissions", nameof(Permission.HandlePaperRecords)));

        Assert.Equal([Permission.HandlePaperRecords], (await Stored(account)).ExtraPermissions);
    }

    [Theory]
    [InlineData("Employer", "Tilitoimisto Tarkka Oy")]
    [InlineData("To", "2026-11-22")]
    [InlineData("To", "2020-01-01")]
    [InlineData("To", "kohta")]
    [InlineData("Roles", null)]
    [InlineData("FullName", "")]
    [InlineData("From", "")]
    [Clause("N24")]
    public async Task What_makes_no_sense_is_refused_beside_the_field_and_nothing_changes(string field, string? value)
    {
        var account = await Given.Staff(StaffRole.Marketing);
        using var administrator = await Open(account);

        await administrator.Submit(Form, (field, value), ("ExtraPermissions", nameof(Permission.HandlePaperRecords)));

        Assert.NotEmpty(administrator.Page.QuerySelectorAll(".ds-error-summary a"));
        Assert.Empty((await Stored(account)).ExtraPermissions);
    }

    [Fact]
    public async Task An_outside_firms_account_ends_on_its_day_by_itself()
    {
        var account = await Given.Staff(StaffRole.Marketing);
        using var administrator = await Open(account);
        await administrator.Submit(Form, ("Employer", "Mainostoimisto Värikäs Oy"), ("To", "2026-12-01"));
        using var clerk = await Given.SignedIn(account);
        App.Clock.Advance(TimeSpan.FromDays(10));

        using var late = App.Browser();
        await late.Get("/account/signin");
        await late.Submit(Given.SignInForm, ("Email", account.Email), ("Password", Given.Password));
        Assert.Equal("/account/signin", late.Address);
        await clerk.Get("/staff");
        Assert.StartsWith("/account/signin", clerk.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Roles", nameof(StaffRole.CustomerService))]
    [InlineData("ExtraPermissions", nameof(Permission.SeeProtectedAddresses))]
    [InlineData("To", "2030-01-01")]
    [InlineData("Employer", "Toinen Oy")]
    public async Task Nobody_changes_their_own_rights(string field, string value)
    {
        var self = await Given.Staff(StaffRole.Administrator);
        await Given.Staff(StaffRole.Administrator);
        using var browser = await Given.SignedIn(self);
        await browser.Get($"/admin/staff/{self.Id}");

        await browser.Submit(Form, [(field, value), .. field == "Employer" ? new (string, string?)[] { ("To", "2030-01-01") } : []]);

        Assert.NotEmpty(browser.Page.QuerySelectorAll(".ds-error-summary"));
        var stored = await Stored(self);
        Assert.Equal([StaffRole.Administrator], stored.Roles);
        Assert.Empty(stored.ExtraPermissions);
        Assert.Null(stored.To);
        Assert.Equal("Esimerkki Oy", stored.Employer);
    }

    [Fact]
    public async Task Ones_own_name_can_be_mended()
    {
        var self = await Given.Staff(StaffRole.Administrator);
        using var browser = await Given.SignedIn(self);
        await browser.Get($"/admin/staff/{self.Id}");
        await browser.Submit(Form, ("FullName", "Sanna Uusinimi"));
        Assert.Equal("Sanna Uusinimi", (await Stored(self)).FullName);
    }

    [Fact]
    public async Task The_last_administrator_can_be_neither_closed_nor_stripped_of_the_role()
    {
        var last = await Given.Staff(StaffRole.Administrator);
        var acting = Actor.System("test", "account");

        Assert.Equal(CloseStaffRefusal.LastAdministrator, (await App.Use((CloseStaffAccount close) => close.Run(last.Id, acting, CancellationToken.None))).Refusal);
        var command = new ChangeStaffCommand(last.Id, last.ConcurrencyStamp, last.FullName, last.Employer, last.From, null, [StaffRole.Marketing], []);
        Assert.Equal(ChangeStaffRefusal.LastAdministrator, (await App.Use((ChangeStaffAccount change) => change.Run(command, acting, CancellationToken.None))).Refusal);
        Assert.Equal([StaffRole.Administrator], (await Stored(last)).Roles);
        Assert.Null((await Stored(last)).To);
    }

    [Fact]
    public async Task Two_administrators_cannot_close_each_other_at_the_same_moment()
    {
        var (one, other) = (await Given.Staff(StaffRole.Administrator), await Given.Staff(StaffRole.Administrator));

        await Task.WhenAll(
            App.Use((CloseStaffAccount close) => close.Run(one.Id, other.AsActor("account"), CancellationToken.None)),
            App.Use((CloseStaffAccount close) => close.Run(other.Id, one.AsActor("account"), CancellationToken.None)));

        Assert.Equal(1, await App.Stored(db => db.Users.CountAsync(a => a.To == null)));
    }

    [Fact]
    public async Task Who_saves_second_is_told_that_the_account_has_changed()
    {
        var account = await Given.Staff(StaffRole.Marketing);
        using var first = await Open(account);
        using var second = await Open(account);
        await first.Submit(Form, ("FullName", "Ensimmäinen Nimi"));

        await second.Submit(Form, ("FullName", "Toinen Nimi"));

        Assert.Contains("muuttanut tunnusta sillä välin", second.Text, StringComparison.Ordinal);
        Assert.Equal("Toinen Nimi", second.Page.QuerySelector("input[name=FullName]")!.GetAttribute("value"));
        Assert.Equal("Ensimmäinen Nimi", (await Stored(account)).FullName);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_mailed_link_that_ends_older_ones()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var old = await Given.SignedIn(account);
        using var administrator = await Open(account);
        await administrator.Submit("form[action*='handler=Link']");
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await administrator.Submit("form[action*='handler=Link']");
        var mails = await App.MailsTo(account.Email!);
        Assert.Equal(2, mails.Count);

        using var browser = App.Browser();
        await browser.Get(Postbox.LinkIn(mails[0], "/account/join"));
        Assert.Empty(browser.Page.QuerySelectorAll("main input[name=Password]"));
        await browser.Get(Postbox.LinkIn(mails[1], "/account/join"));
        await browser.Submit("main form", ("Password", "aivan uusi tunnuslause tälle"));

        Assert.Equal("/staff", browser.Address);
        await old.Get("/staff");
        Assert.StartsWith("/account/signin", old.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailed_link_does_not_replace_the_second_factor()
    {
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        using var administrator = await Open(account);
        await administrator.Submit("form[action*='handler=Link']");
        using var browser = App.Browser();
        await browser.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo(account.Email!)), "/account/join"));
        await browser.Submit("main form", ("Password", "aivan uusi tunnuslause tälle"));

        Assert.Equal("/account/signin", browser.Address);
        await browser.Get("/staff");
        Assert.StartsWith("/account/signin", browser.Address, StringComparison.Ordinal);
    }

    public sealed class OnSqlite() : ChangeAccountTests(Engine.Sqlite);

    public sealed class OnPostgres() : ChangeAccountTests(Engine.Postgres);
}

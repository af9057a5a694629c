using CustomerRegister.Credentials;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class SecondFactorTests(Engine engine) : AppTest(engine)
{
    private const string CodeForm = "main form:not([action])";

    private async Task<Browser> WithPassword(StaffAccount account)
    {
        var browser = App.Browser();
        await browser.Get("/account/signin");
        return await browser.Submit(Given.SignInForm, ("Email", account.Email), ("Password", Given.Password));
    }

    private string CodeOf(string writtenKey, int steps = 0)
    {
        var bits = string.Concat(writtenKey.Replace(" ", "", StringComparison.Ordinal)
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        return TimeBasedCode.Of(key, TimeBasedCode.StepAt(App.Clock.GetUtcNow().UtcDateTime) + steps);
    }

    private async Task<(Browser Browser, StaffAccount Account, IReadOnlyList<string> Codes, string Key)> Enrolled()
    {
        var account = await Given.StaffWithPasswordOnly(StaffRole.Administrator);
        var browser = await WithPassword(account);
        await browser.Follow("a[href^='/account/second-factor/app']");
        var key = browser.Page.QuerySelector(".key")!.TextContent;
        await browser.Submit(CodeForm, ("Code", CodeOf(key)));
        return (browser, account, [.. browser.Page.QuerySelectorAll(".recovery-codes li").Select(li => li.TextContent.Trim())], key);
    }

    [Theory]
    [InlineData(StaffRole.Administrator)]
    [InlineData(StaffRole.PrivacyOfficer)]
    [Clause("N24")]
    public async Task Who_could_do_most_harm_gets_nowhere_with_a_password_alone(StaffRole role)
    {
        using var browser = await WithPassword(await Given.StaffWithPasswordOnly(role));

        foreach (var address in (string[])["/staff", "/admin", "/account", "/account/undertaking", "/account/password", "/admin/staff", "/staff/customers"])
        {
            await browser.Get(address);
            Assert.StartsWith("/account/second-factor", browser.Address, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Others_may_do_without_until_the_setting_asks_everybody()
    {
        var account = await Given.Staff(StaffRole.CustomerService);
        using var free = await WithPassword(account);
        Assert.Equal("/staff", free.Address);

        await using var strict = new TestApp(Database) { Settings = { ["Security:SecondFactorForAll"] = "true" } };
        using var bound = strict.Browser();
        await bound.Get("/account/signin");
        await bound.Submit(Given.SignInForm, ("Email", account.Email), ("Password", Given.Password));
        Assert.StartsWith("/account/second-factor", bound.Address, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N24")]
    public async Task An_app_is_taken_into_use_with_a_code_and_asked_for_from_then_on()
    {
        var (browser, account, codes, key) = await Enrolled();
        Assert.Equal(MakeRecoveryCodes.Count, codes.Distinct().Count());
        await browser.Get("/admin/staff");
        Assert.StartsWith("/account/undertaking", browser.Address, StringComparison.Ordinal);

        using var again = await WithPassword(account);
        Assert.StartsWith("/account/code", again.Address, StringComparison.Ordinal);
        await again.Get("/account");
        Assert.StartsWith("/account/signin", again.Address, StringComparison.Ordinal);

        await again.Get("/account/code");
        await again.Submit(CodeForm, ("Code", CodeOf(key, 1)));
        Assert.StartsWith("/account/undertaking", again.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_opens_once()
    {
        var (_, account, _, key) = await Enrolled();

        // The code that confirmed the app was used by that.
        using var browser = await WithPassword(account);
        await browser.Submit(CodeForm, ("Code", CodeOf(key)));
        Assert.StartsWith("/account/code", browser.Address, StringComparison.Ordinal);
        Assert.NotEmpty(browser.Errors);

        var next = CodeOf(key, 1);
        await browser.Submit(CodeForm, ("Code", next));
        Assert.StartsWith("/account/undertaking", browser.Address, StringComparison.Ordinal);
        using var second = await WithPassword(account);
        await second.Submit(CodeForm, ("Code", next));
        Assert.StartsWith("/account/code", second.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_opens_once_however_it_is_written_and_is_stored_as_a_hash()
    {
        var (_, account, codes, _) = await Enrolled();
        var typed = codes[3].ToLowerInvariant().Replace('-', ' ');

        using var browser = await WithPassword(account);
        await browser.Submit(CodeForm, ("Code", typed));
        Assert.StartsWith("/account/undertaking", browser.Address, StringComparison.Ordinal);
        using var second = await WithPassword(account);
        await second.Submit(CodeForm, ("Code", typed));
        Assert.StartsWith("/account/code", second.Address, StringComparison.Ordinal);

        var stored = await App.Stored(db => db.StaffRecoveryCodes.Where(c => c.StaffId == account.Id).ToListAsync());
        Assert.Equal(MakeRecoveryCodes.Count - 1, stored.Count(c => c.UsedAt is null));
        Assert.All(stored, c => Assert.DoesNotContain(codes, code => c.CodeHash.Contains(code, StringComparison.OrdinalIgnoreCase)));
        App.Log.HoldsNone([.. codes]);
    }

    [Fact]
    public async Task New_recovery_codes_void_the_old_ones()
    {
        var (browser, account, codes, _) = await Enrolled();
        await browser.Get("/account/second-factor");
        await browser.Submit("form[action='/account/second-factor/codes']");
        var newer = browser.Page.QuerySelectorAll(".recovery-codes li").Select(li => li.TextContent.Trim()).ToList();
        Assert.Equal(MakeRecoveryCodes.Count, newer.Count);

        using var second = await WithPassword(account);
        await second.Submit(CodeForm, ("Code", codes[0]));
        Assert.StartsWith("/account/code", second.Address, StringComparison.Ordinal);
        await second.Submit(CodeForm, ("Code", newer[0]));
        Assert.StartsWith("/account/undertaking", second.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_first_code_sets_nothing_up_and_the_key_stays()
    {
        using var browser = await WithPassword(await Given.StaffWithPasswordOnly(StaffRole.Administrator));
        await browser.Get("/account/second-factor/app");
        var key = browser.Page.QuerySelector(".key")!.TextContent;
        await browser.Submit(CodeForm, ("Code", CodeOf(key, 5)));
        Assert.NotEmpty(browser.Errors);
        Assert.Equal(key, browser.Page.QuerySelector(".key")!.TextContent);
        await browser.Get("/account/second-factor/app");
        Assert.Equal(key, browser.Page.QuerySelector(".key")!.TextContent);
        Assert.Equal(0, await App.Stored(db => db.StaffAuthenticators.CountAsync(a => a.ConfirmedAt != null)));
    }

    [Fact]
    public async Task The_apps_key_is_encrypted_in_the_database()
    {
        var (_, account, _, key) = await Enrolled();
        var stored = await App.Stored(db => db.StaffAuthenticators.SingleAsync(a => a.StaffId == account.Id));
        Assert.NotNull(stored.ProtectedKey);
        Assert.Null(stored.ProtectedPendingKey);
        var written = key.Replace(" ", "", StringComparison.Ordinal);
        Assert.DoesNotContain(written, stored.ProtectedKey, StringComparison.Ordinal);
        Assert.Equal(written, TimeBasedCode.Written(App.Keys.Read(account.Id, stored.ProtectedKey)!));
        Assert.Null(App.Keys.Read(Guid.CreateVersion7(), stored.ProtectedKey));
    }

    [Fact]
    public async Task Guesses_at_the_code_lock_the_account_and_a_right_password_does_not_buy_more()
    {
        var account = await Given.Staff(StaffRole.Administrator);
        for (var i = 0; i < Lockout.BeforeLocking; i++)
        {
            using var guesser = await WithPassword(account);
            Assert.StartsWith("/account/code", guesser.Address, StringComparison.Ordinal);
            await guesser.Submit(CodeForm, ("Code", "000000"));
            Assert.StartsWith("/account/code", guesser.Address, StringComparison.Ordinal);
        }

        using var locked = await WithPassword(account);
        Assert.Equal("/account/signin", locked.Address);
        App.Clock.Advance(Lockout.FirstLock);
        using var owner = await Given.SignedIn(account);
        Assert.Equal("/staff", owner.Address);
    }

    [Fact]
    public async Task Without_the_last_second_factor_an_administrator_is_led_back_to_set_one_up()
    {
        using var browser = await Given.SignedIn(StaffRole.Administrator);
        await browser.Get("/account/second-factor");
        await browser.Follow("a[href='/account/second-factor/remove']");
        Assert.NotNull(browser.Page.QuerySelector("main .ds-alert"));
        await browser.Submit("main form");
        await browser.Get("/admin/staff");
        Assert.StartsWith("/account/second-factor", browser.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_removes_what_another_has_lost_and_not_ones_own()
    {
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        using var officer = await Given.SignedIn(account);
        var self = await Given.Staff(StaffRole.Administrator);
        using var administrator = await Given.SignedIn(self);

        await administrator.Get($"/admin/staff/{account.Id}/second-factor");
        await administrator.Submit("main form");

        Assert.Equal($"/admin/staff/{account.Id}", administrator.Address);
        await officer.Get("/staff");
        Assert.StartsWith("/account/signin", officer.Address, StringComparison.Ordinal);
        using var again = await WithPassword(account);
        Assert.StartsWith("/account/second-factor", again.Address, StringComparison.Ordinal);

        await administrator.Get($"/admin/staff/{self.Id}/second-factor");
        await administrator.Submit("main form");
        Assert.NotEmpty(administrator.Page.QuerySelectorAll(".ds-error-summary"));
        Assert.True(await App.Stored(db => db.StaffAuthenticators.AnyAsync(a => a.StaffId == self.Id)));
    }

    [Fact]
    public async Task A_passkey_that_nobody_made_opens_nothing()
    {
        using var browser = App.Browser();
        await browser.Get("/account/signin");
        foreach (var credential in (string[])["", "{}", "not json", """{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}""", new string('x', 30_000)])
        {
            await browser.Post("/account/signin?handler=Passkey", ("Credential", credential), ("__RequestVerificationToken", Token(browser)));
            Assert.True(browser.Response.IsSuccessStatusCode, $"{credential[..Math.Min(20, credential.Length)]} answered {browser.Status}");
            Assert.StartsWith("/account/signin", browser.Address, StringComparison.Ordinal);
            Assert.DoesNotContain("staff", browser.Cookies.Keys);
        }
    }

    private static string Token(Browser browser) => browser.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    public sealed class OnSqlite() : SecondFactorTests(Engine.Sqlite);

    public sealed class OnPostgres() : SecondFactorTests(Engine.Postgres);
}

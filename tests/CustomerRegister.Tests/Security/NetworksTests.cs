using System.Net;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Security;

namespace CustomerRegister.Tests.Security;

public sealed class Networks_tests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.200.3.4", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("192.168.1.77", true)]
    [InlineData("::1", true)]
    [InlineData("fd12:3456::1", true)]
    [InlineData("::ffff:192.168.1.77", true)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("172.32.0.1", false)]
    [InlineData("193.166.3.2", false)]
    [InlineData("2001:db8::1", false)]
    public void Unless_set_staff_come_from_private_networks_only(string address, bool admitted)
    {
        Assert.Equal(admitted, new Networks(null, null).IsStaff(IPAddress.Parse(address)));
        Assert.Equal(admitted, new Networks(" ", null).IsStaff(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_request_without_an_address_is_nobodys() => Assert.False(new Networks("0.0.0.0/0", null).IsStaff(null));

    [Fact]
    public void The_setting_takes_the_place_of_the_private_networks()
    {
        var networks = new Networks("193.166.3.0/24, 2001:db8::/32;203.0.113.9", null);
        Assert.All(["193.166.3.2", "2001:db8:1::5", "203.0.113.9"], address => Assert.True(networks.IsStaff(IPAddress.Parse(address)), address));
        Assert.All(["192.168.1.1", "127.0.0.1", "203.0.113.8"], address => Assert.False(networks.IsStaff(IPAddress.Parse(address)), address));
    }

    [Theory]
    [InlineData("office")]
    [InlineData("10.0.0/8/8")]
    [InlineData("10.0.0.0/33")]
    public void What_is_no_network_stops_the_start_with_a_sentence(string setting)
    {
        Assert.Contains("Networks:Staff", Assert.Throws<InvalidOperationException>(() => new Networks(setting, null)).Message, StringComparison.Ordinal);
        Assert.Contains("Networks:Proxies", Assert.Throws<InvalidOperationException>(() => new Networks(null, setting)).Message, StringComparison.Ordinal);
    }
}

/// <summary>The database makes no difference here.</summary>
public sealed class NetworksTests() : AppTest(Engine.Sqlite)
{
    private static readonly string[] Closed = ["/staff", "/staff/customers", "/admin", "/admin/staff", "/account/signin", "/account/join", "/Account/SignIn", "/STAFF"];

    private static Browser At(TestApp app, string address, string? forwardedFor = null)
    {
        var browser = app.Browser();
        browser.From = IPAddress.Parse(address);
        if (forwardedFor is not null)
            browser.Headers["X-Forwarded-For"] = forwardedFor;
        return browser;
    }

    private static async Task<bool> SeesStaffPages(Browser browser)
    {
        await browser.Get("/account/signin");
        Assert.True(browser.Status is HttpStatusCode.OK or HttpStatusCode.NotFound);
        return browser.Status == HttpStatusCode.OK;
    }

    [Fact]
    [Clause("N26")]
    public async Task Outside_the_staffs_networks_their_pages_do_not_exist_and_the_public_ones_do()
    {
        using var outside = At(App, "193.166.3.2");

        foreach (var address in Closed)
        {
            await outside.Get(address);
            Assert.Equal((HttpStatusCode.NotFound, address), (outside.Status, outside.Address));
        }

        var refused = outside.Text;
        await outside.Get("/staff/no-such-page");
        Assert.Equal(refused, outside.Text);
        foreach (var address in (string[])["/", "/notice", "/enter"])
        {
            await outside.Get(address);
            Assert.Equal(HttpStatusCode.OK, outside.Status);
        }
    }

    [Fact]
    [Clause("N26")]
    public async Task A_session_opens_nothing_from_outside_nor_does_a_form()
    {
        using var browser = await Given.SignedIn(StaffRole.Administrator);
        await browser.Get("/admin/staff/invite");
        browser.From = IPAddress.Parse("193.166.3.2");

        await browser.Submit("main form", ("FullName", "Uusi Työntekijä"), ("Email", "uusi@example.fi"), ("Roles", nameof(StaffRole.CustomerService)));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.Get("/admin/staff");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    [Clause("N26")]
    public async Task Who_comes_through_a_proxy_that_nobody_named_is_turned_away_whatever_it_claims()
    {
        Assert.True(await SeesStaffPages(At(App, "192.168.1.5")));
        Assert.False(await SeesStaffPages(At(App, "192.168.1.5", forwardedFor: "193.166.3.2")));
        Assert.False(await SeesStaffPages(At(App, "192.168.1.5", forwardedFor: "10.0.0.1")));
        Assert.False(await SeesStaffPages(At(App, "193.166.3.2", forwardedFor: "10.0.0.1")));
    }

    [Fact]
    [Clause("N26")]
    public async Task A_named_proxys_word_counts_and_nobody_elses()
    {
        await using var app = new TestApp(Database) { Settings = { ["Networks:Proxies"] = "172.31.250.1", ["Networks:Staff"] = "10.0.0.0/8" } };

        Assert.True(await SeesStaffPages(At(app, "172.31.250.1", forwardedFor: "10.1.2.3")));
        Assert.False(await SeesStaffPages(At(app, "172.31.250.1", forwardedFor: "193.166.3.2")));
        // What the visitor wrote there before the proxy did.
        Assert.False(await SeesStaffPages(At(app, "172.31.250.1", forwardedFor: "10.1.2.3, 193.166.3.2")));
        Assert.False(await SeesStaffPages(At(app, "193.166.3.2", forwardedFor: "10.1.2.3")));
        Assert.False(await SeesStaffPages(At(app, "172.31.250.1")));
    }

    [Fact]
    public async Task Over_a_named_proxys_https_cookies_are_for_https_only()
    {
        await using var app = new TestApp(Database) { Settings = { ["Networks:Proxies"] = "127.0.0.1" } };
        using var browser = app.Browser();
        await browser.Get("/");
        Assert.DoesNotContain("secure", string.Join(';', browser.Response.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        browser.Forget("antiforgery");
        browser.Headers["X-Forwarded-Proto"] = "https";
        browser.Headers["X-Forwarded-For"] = "10.0.0.7";
        await browser.Get("/");
        Assert.Contains("secure", string.Join(';', browser.Response.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://register.example.fi", true)]
    [InlineData("http://register.example.fi", false)]
    [Clause("N26")]
    public async Task A_browser_that_came_by_https_is_told_to_stay_with_it(string address, bool told)
    {
        using var client = new HttpClient(App.Server.CreateHandler()) { BaseAddress = new Uri(address) };
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(told, response.Headers.Contains("Strict-Transport-Security"));
        if (told)
            Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
    }
}

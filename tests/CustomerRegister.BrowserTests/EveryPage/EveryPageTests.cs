using System.Text.RegularExpressions;
using CustomerRegister.Audit;
using CustomerRegister.BrowserTests.Pages;
using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>
/// Opens every page there is, with keys of rows that exist, and looks at it. A page that is added tomorrow is opened too: if it needs a key or a state that nobody has arranged,
/// the test names it.
/// </summary>
/// <param name="everyOther">Null to look at every page with all of axe, which takes its time; otherwise at those with an even or an odd place, and at the rest for what the words alone can do wrong.</param>
public abstract class EveryPageTests(string language, int width, int? everyOther = null) : BrowserTest(Engine.Sqlite)
{
    private static readonly Dictionary<string, string> NotOpened = new()
    {
        ["/language"] = "takes the form of the language switch, and leads home",
        ["/staff/search"] = "leads to the list of customers, with what was searched for",
        ["/development/mail"] = "is not there in production",
        ["/admin/retention/{id:guid}/list.csv"] = "is a file",
        ["/admin/retention/{id:guid}/report.pdf"] = "is a file",
        ["/staff/imports/{id:guid}/rejected"] = "is a file",
    };

    [Fact]
    public async Task Every_page_opens_and_has_no_findings()
    {
        var people = await People();
        var findings = new List<string>();
        var addresses = new PageAddresses(App.Services, [.. people.SelectMany(p => p.Addresses)], NotOpened.Keys);
        findings.AddRange(addresses.Missing);
        foreach (var (place, address) in addresses.All.Index())
        {
            var named = people.Where(p => p.Addresses.Contains(address)).ToList();
            foreach (var person in named.Count > 0 ? named : [people.First(p => p.Has(address))])
                findings.AddRange(await Open(person.Page, address, isClose: everyOther is null || place % 2 == everyOther));
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    protected override TestApp NewApp()
    {
        var app = base.NewApp();
        app.LetEverybodyAskWithoutEnd();
        app.Settings["Portal:IdentityProvider:Authority"] = "https://tunnistus.example";
        app.Settings["Portal:IdentityProvider:ClientId"] = "register";
        app.Settings["Portal:IdentityProvider:Name"] = "Tunnistus";
        return app;
    }

    /// <summary>Who opens what: those who have come a certain way first, then whoever has the area.</summary>
    private async Task<IReadOnlyList<Person>> People()
    {
        var setUp = await App.Use((OfferSetUp offer) => offer.Run(default));
        var everything = await App.CustomerWithEverything();
        var customer = await Someone(language, width);
        await Enter(customer, everything);
        IReadOnlyList<string> own = await new OwnPagesArranged(App).Addresses(everything);
        IReadOnlyList<string> staff =
        [
            .. await new CustomersArranged(App).Addresses(everything.Id), .. await new OrdersArranged(App).Addresses(), .. await new ImportsArranged(App).Addresses(everything.Id),
            .. await new RequestsArranged(App).Addresses(), .. await new AdministrationArranged(App).Addresses(),
            "/account/second-factor/remove?what=app",
            .. new[] { "labels", "mail", "list" }.Select(page => $"/staff/target-groups/{page}?use=DirectMarketing&language=Fi&by=Post"),
            "/staff/target-groups?use=DirectMarketing&language=Sv",
        ];
        await App.Use((CountStatistics count) => count.Run(default));
        var clerk = await Someone(language, width);
        await clerk.SignIn(App, await Given.Holding(await Given.Staff(Enum.GetValues<StaffRole>()), [.. RolePermissions.OnTop]));

        var (waiting, waitingFor) = await Visitor("vilma@example.fi", RequestType.Access);
        var (answered, refused) = await Visitor("ville@example.fi", RequestType.Rectification, everything);
        var links = await new LinksArranged(App).Addresses(everything, (waitingFor, "vilma@example.fi"));
        return
        [
            new(await HalfWay(), ["/account/code", "/enter/code"], _ => false),
            new(waiting, ["/request/mine", "/request/mine/withdraw"], _ => false),
            new(customer, own, address => address.StartsWith("/my", StringComparison.Ordinal)),
            new(clerk, staff, address => Regex.IsMatch(address, "^/(staff|admin|account(?!/(signin|join|setup)))")),
            new(answered, [.. links, new Uri(setUp!).PathAndQuery, "/request/mine", "/request/mine/certificate"], _ => true),
        ];
    }

    private async Task Enter(IPage page, Customer customer)
    {
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), default));
        await page.Enter(Postbox.LinkIn((await App.MailsTo(customer.Email!.Value))[^1], "/enter"));
    }

    /// <summary>Somebody who follows their request without signing in; it is refused where it is known whose it is.</summary>
    private async Task<(IPage Page, RequestId Request)> Visitor(string email, RequestType type, Customer? refused = null)
    {
        var request = await App.RequestFromVisitor(email, type, message: "Nimeni on kirjoitettu väärin.");
        if (refused is not null)
        {
            var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
            await App.Use((MatchRequest match) => match.Run(request, refused.Number, officer, default));
            await App.Use((ConfirmIdentity confirm) => confirm.Run(new(request, IdentityMethod.KnownInPerson), officer, default));
            Assert.True((await App.Use((DecideRequest decide) => decide.Run(new(request, RequestDecision.Refuse, "Nimi on oikein.") { Grounds = [DecisionGround.DataIsAccurate] }, officer, default))).Succeeded);
        }

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use((FollowRequest follow) => follow.SendProof(request, default));
        var page = await Someone(language, width);
        await page.GotoAsync(Postbox.LinkIn((await App.MailsTo(email))[^1], "/request/open"));
        await page.Locator("main form:has(input[name=Secret]) button").ClickAsync();
        await page.WaitForURLAsync("**/request/mine");
        return (page, request);
    }

    /// <summary>Somebody whose passwords were right, as a member of staff and as a customer, and who is asked for the codes of their apps.</summary>
    private async Task<IPage> HalfWay()
    {
        var page = await Someone(language, width);
        var customer = await Given.Customer("Kerttu", "Koodi", "kerttu@example.fi");
        await Enter(page, customer);
        await new OwnPagesArranged(App).ChoosePassword(customer);
        var key = await App.Use((SetUpPortalAuthenticator setUp) => setUp.Offer(customer.Id, default));
        var code = TimeBasedCode.Of(key!, TimeBasedCode.StepAt(App.Clock.Now()));
        Assert.True((await App.Use((SetUpPortalAuthenticator setUp) => setUp.Confirm(customer.Id, code, OwnPagesArranged.Self(customer), default))).Succeeded);
        await page.Context.ClearCookiesAsync();

        await Try("/enter/password", customer.Email!.Value, OwnPagesArranged.Password, "/enter/code");
        await Try("/account/signin", (await Given.Staff(StaffRole.PrivacyOfficer)).Email!, Given.Password, "/account/code");
        return page;

        async Task Try(string address, string email, string password, string next)
        {
            await page.GotoAsync(address);
            await page.Locator("main input[name=Email]").FillAsync(email);
            await page.Locator("main input[name=Password]").FillAsync(password);
            await page.Locator("main form:has(input[name=Password]) button[type=submit]").ClickAsync();
            await page.WaitForURLAsync($"**{next}**", new() { WaitUntil = WaitUntilState.Commit });
        }
    }

    private async Task<IEnumerable<string>> Open(IPage page, string address, bool isClose)
    {
        var response = await page.GotoAsync(address);
        var expected = address.StartsWith("/error/", StringComparison.Ordinal) ? 404 : 200;
        if (response!.Status != expected || new Uri(page.Url).PathAndQuery != address)
            return [$"{address} did not open: {response.Status} at {new Uri(page.Url).PathAndQuery}"];
        return isClose ? await page.Look() : await page.Glance();
    }

    public sealed class InFinnish() : EveryPageTests("fi-FI", 1280);

    public sealed class InSwedish() : EveryPageTests("sv-FI", 320, everyOther: 0);

    public sealed class InEnglish() : EveryPageTests("en-GB", 320, everyOther: 1);

    /// <param name="Addresses">Which only they can open, or which need a key.</param>
    /// <param name="Has">Whether the address is in their area.</param>
    private sealed record Person(IPage Page, IReadOnlyList<string> Addresses, Func<string, bool> Has);
}

using System.Net;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using CustomerRegister.Web.Security;
using CustomerRegister.Web.Visits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerRegister.Tests.Visits;

/// <summary>What is logged of a visit, by whose leave, and what never is.</summary>
[Clause("N28")]
public abstract class VisitLogTests(Engine engine) : VisitsTest(engine)
{
    [Fact]
    [Clause("N12")]
    public async Task Of_a_visit_its_address_time_pages_with_their_durations_and_browser_are_logged()
    {
        using var browser = await Allowing();
        browser.From = IPAddress.Parse("::ffff:203.0.113.77");
        var began = App.Clock.Now();
        await browser.Get("/");
        App.Clock.Advance(TimeSpan.FromSeconds(12));
        await browser.Get("/notice");
        App.Clock.Advance(TimeSpan.FromSeconds(40));
        await browser.Get("/request");

        var (visit, pages) = Assert.Single(await Logged());
        Assert.Equal(("203.0.113.77", "Firefox, Linux", began, began.AddSeconds(52)), (visit.IpAddress, visit.Browser, visit.StartedAt, visit.LastSeenAt));
        Assert.Equal(LinkSecret.HashOf(browser.Cookies[VisitsCookie.Name]), visit.Visitor);
        Assert.Null(visit.CustomerId);
        Assert.Equal([("/", 12), ("/notice", 40), ("/request", null)], pages.Select(p => (p.Page, p.Seconds)));
    }

    [Fact]
    public async Task The_last_page_tells_when_it_is_left_and_nobody_else_is_believed()
    {
        using var browser = await Allowing();
        await browser.Get("/notice");
        var view = browser.Page.QuerySelector("#visits-script")!.GetAttribute("data-view");
        App.Clock.Advance(TimeSpan.FromSeconds(20));
        await browser.Post($"/visits/left/{view}");
        Assert.Equal(HttpStatusCode.NoContent, browser.Status);
        Assert.Equal(20, Assert.Single(Assert.Single(await Logged()).Pages).Seconds);

        // Looked at again later; without the choice, and for a page that was never shown, nothing happens.
        App.Clock.Advance(TimeSpan.FromSeconds(30));
        using var stranger = App.Browser();
        await stranger.Post($"/visits/left/{view}");
        await browser.Post($"/visits/left/{Guid.CreateVersion7()}");
        Assert.Equal(20, Assert.Single(Assert.Single(await Logged()).Pages).Seconds);
        await browser.Post($"/visits/left/{view}");
        App.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(50, Assert.Single(Assert.Single(await Logged()).Pages).Seconds);
        await browser.Post($"/visits/left/{view}");
        Assert.Equal((int)Visit.Pause.TotalSeconds, Assert.Single(Assert.Single(await Logged()).Pages).Seconds);
    }

    [Fact]
    public async Task After_a_pause_or_from_another_place_another_visit_begins()
    {
        using var browser = await Allowing();
        await browser.Get("/");
        App.Clock.Advance(TimeSpan.FromMinutes(29));
        await browser.Get("/notice");
        App.Clock.Advance(TimeSpan.FromMinutes(31));
        await browser.Get("/notice");
        browser.From = IPAddress.Parse("198.51.100.4");
        await browser.Get("/");

        Assert.Equal([2, 1, 1], (await Logged()).Select(v => v.Pages.Count));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("' or 1=1; drop table Visits --           ..")]
    [InlineData("<script>alert(1)</script>AAAAAAAAAAAAAAAAAA")]
    public async Task Nothing_is_logged_without_the_choice_that_allows_it(string? cookie)
    {
        using var browser = App.Browser();
        if (cookie is not null)
            browser.Remember(VisitsCookie.Name, Uri.EscapeDataString(cookie));
        await browser.Get("/");
        await browser.Get("/notice");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Null(browser.Page.QuerySelector("#visits-script"));
        Assert.Empty(await Logged());
    }

    [Fact]
    public async Task Only_pages_that_were_shown_are_logged_and_none_of_staff_nor_what_staff_do()
    {
        using var browser = await Allowing();
        await browser.Get("/no/such/page");
        await browser.Get("/css/site.css");
        await browser.Get("/health/live");
        await browser.Get("/account/signin");
        await browser.Get("/my");
        Assert.Equal("/enter?returnUrl=%2Fmy", browser.Address, ignoreCase: true);
        browser.Headers["Sec-Purpose"] = "prefetch";
        await browser.Get("/notice");
        Assert.Equal(["/enter"], await PagesLogged());

        using var staff = await Allowing(await Given.SignedIn(StaffRole.CustomerService));
        await staff.Get("/staff/customers");
        await staff.Get("/");
        Assert.Equal(["/enter"], await PagesLogged());
    }

    [Fact]
    public async Task No_secret_no_query_and_nothing_else_that_stands_in_an_address_is_stored()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var link = LinkSecret.New();
        await App.Use(async (RegisterContext db) =>
        {
            db.Add(UnsubscribeLink.Of(customer.Id, CustomerRegister.Consents.BanKind.DirectMarketing, link.Hash, App.Clock));
            await db.SaveChangesAsync(Ct);
        });
        using var browser = await Allowing();
        foreach (var address in new[] { $"/unsubscribe/{link.Text}", "/verify/SALA-1234-KOODI", "/notice?name=Zyxelqvist&token=salaisuus", "/enter/link?secret=salaisuus", "/ENTER?returnUrl=/my?x=salaisuus", "/request/link?s=salaisuus" })
            await browser.Get(address);
        await Consents(customer);
        using var portal = await Allowing(await App.Entered(customer));
        await portal.Get("/my/requests/new/access?salaisuus=1");

        var pages = await PagesLogged();
        Assert.Contains("/unsubscribe/{secret}", pages);
        Assert.Contains("/my/requests/new/{type}", pages);
        var dump = await App.Use(async (RegisterContext db) => { await db.Database.OpenConnectionAsync(Ct); return await PersonalData.MarkedPerson.EverythingStored(db); });
        Assert.DoesNotContain(dump, stored => stored.Contains(link.Text, StringComparison.Ordinal) || stored.Contains("salaisuus", StringComparison.OrdinalIgnoreCase) || stored.Contains("Zyxelqvist", StringComparison.Ordinal) || stored.Contains("SALA-1234", StringComparison.OrdinalIgnoreCase));
        Assert.All(pages, page => Assert.DoesNotMatch(@"[?#]|[0-9a-f]{8}-", page));
    }

    [Theory]
    [InlineData("<script>alert('x')</script>")]
    [InlineData("x\tFirefox/<b>\u0001")]
    [InlineData("'; drop table Visits; --")]
    public async Task Of_what_a_browser_calls_itself_only_a_known_name_is_stored(string agent)
    {
        using var browser = await Allowing();
        browser.Headers["User-Agent"] = agent + new string('A', 5000);
        await browser.Get("/notice");
        Assert.Contains(Assert.Single(await Logged()).Visit.Browser, new[] { null, "Firefox" });
    }

    [Fact]
    public async Task Neither_a_visit_nor_a_network_nor_all_together_fill_the_database()
    {
        App.Settings["RateLimits:VisitViewsPerNetwork"] = "7";
        App.Settings["RateLimits:VisitViews"] = "15";
        using var browser = await Allowing();
        browser.From = IPAddress.Parse("2001:db8:1:1::1");
        for (var i = 0; i < 10; i++)
        {
            // A key made up each time, and another address of the same network.
            browser.From = IPAddress.Parse($"2001:db8:1:1::{i + 1}");
            browser.Remember(VisitsCookie.Name, LinkSecret.New().Text);
            await browser.Get("/notice");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }

        Assert.Equal(7, (await Logged()).Count);
        for (var i = 0; i < 10; i++)
        {
            browser.From = IPAddress.Parse($"2001:db8:2:{i + 1}::1");
            await browser.Get("/notice");
        }

        // The page of the choice took one of the fifteen.
        Assert.Equal(14, (await Logged()).Count);
    }

    [Fact]
    public async Task Of_one_visit_only_so_many_pages_are_logged()
    {
        await App.Browser().Get("/");
        var visitor = LinkSecret.New().Hash;
        var log = App.Services.GetRequiredService<VisitLog>();
        for (var i = 0; i < Visit.MostViews + 40; i++)
            log.Tell(new PageSeen(EntityKey.New<PageViewId>(App.Clock), visitor, null, "/notice", new("203.0.113.1", "Firefox"), App.Clock.Now()));

        var (visit, pages) = Assert.Single(await Logged());
        Assert.Equal((Visit.MostViews, Visit.MostViews), (visit.Views, pages.Count));
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_breaks_no_page_and_goes_on_afterwards()
    {
        using var browser = await Allowing();
        await App.Use((RegisterContext db) => db.Database.ExecuteSqlRawAsync("alter table \"PageViews\" rename to \"PageViewsAway\"", Ct));
        await browser.Get("/notice");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await App.Services.GetRequiredService<VisitLog>().Written(Ct);
        await browser.Get("/");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await App.Services.GetRequiredService<VisitLog>().Written(Ct);
        await App.Use((RegisterContext db) => db.Database.ExecuteSqlRawAsync("alter table \"PageViewsAway\" rename to \"PageViews\"", Ct));
        Assert.Empty(await Logged());

        await browser.Get("/notice");
        Assert.Equal(["/notice"], await PagesLogged());
    }

    [Fact]
    public async Task What_waits_when_the_program_ends_is_written()
    {
        using (var browser = await Allowing())
            await browser.Get("/notice");
        await App.Services.GetRequiredService<IHost>().StopAsync(Ct);

        // The program goes on to its end, so it is not asked any more.
        await using var register = Database.Open();
        Assert.Equal(["/notice"], await register.PageViews.Select(p => p.Page).ToListAsync(Ct));
    }

    [Fact]
    public async Task Whoever_looks_at_what_was_collected_or_deletes_it_while_the_program_ends_is_answered()
    {
        using var browser = await Allowing();
        await browser.Get("/notice");
        await App.Services.GetRequiredService<VisitLog>().StopAsync(Ct);
        await browser.Get("/cookies");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotNull(browser.Page.QuerySelector("#collected"));
        await browser.Press("Vain välttämättömät");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Empty(await Logged());
    }

    [Fact]
    public async Task A_public_page_of_somebody_who_follows_a_request_is_not_logged_for_its_time_would_lead_to_them()
    {
        var id = await App.RequestFromVisitor("tuula@example.fi");
        using var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get($"/staff/requests/{id.Value}");
        await staff.Submit("form[action*='Write']", ("Written.Text", "Mikä on vanha osoitteenne?"));
        using var browser = await Allowing();
        await browser.Get(new Uri(Postbox.LinkIn(Assert.Single(await App.MailsTo("tuula@example.fi")), "/request/open")).PathAndQuery);
        await browser.Press("Avaa pyyntö");
        Assert.Contains(VisitorCookie.Name, browser.Cookies.Keys);
        await browser.Get("/notice");
        await browser.Get("/");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        Assert.DoesNotContain(await PagesLogged(), page => page is "/notice" or "/" or "/request/mine");
    }

    [Fact]
    public async Task Nobody_waits_at_the_page_about_cookies_for_a_writer_that_waits_itself_and_what_is_then_deleted_is_not_written_later()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await Consents(customer);
        using var browser = await Allowing();
        await using (var held = await Held(customer.Id))
        {
            Tell(customer.Id);
            await browser.Get("/notice");
            await browser.Get("/cookies").WaitAsync(TimeSpan.FromSeconds(20), Ct);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            if (Engine is Engine.Postgres)
                await browser.Press("Vain välttämättömät").WaitAsync(TimeSpan.FromSeconds(20), Ct);
        }

        if (Engine is Engine.Sqlite)
            await browser.Press("Vain välttämättömät");
        Assert.Equal([customer.Id], (await Logged()).Select(v => v.Visit.CustomerId!.Value));
    }

    [Fact]
    public async Task What_was_told_before_it_was_all_deleted_is_not_written_later_in_the_same_go()
    {
        var (visitor, other) = (LinkSecret.New().Hash, LinkSecret.New().Hash);
        PageSeen Seen(string by, string page) => new(EntityKey.New<PageViewId>(App.Clock), by, null, page, new("203.0.113.1", "Firefox"), App.Clock.Now());
        List<VisitEvent> told = [Seen(visitor, "/notice"), Seen(other, "/request"), new VisitorForgotten(visitor, App.Clock.Now())];

        await App.Use((WriteVisits write) => write.Run(told, Ct));
        Assert.Equal(["/request"], await PagesLogged());

        // Whoever allows it again afterwards is logged again.
        App.Clock.Advance(TimeSpan.FromSeconds(5));
        await App.Use((WriteVisits write) => write.Run([told[2], Seen(visitor, "/cookies")], Ct));
        Assert.Equal(["/request", "/cookies"], await PagesLogged());
    }

    /// <summary>Somebody writes of a customer, for as long as what is returned lives.</summary>
    protected async Task<IAsyncDisposable> Held(CustomerId customer)
    {
        var db = Database.Open();
        await db.Database.BeginTransactionAsync(Ct);
        await db.HoldCustomers([customer], Ct);
        return db;
    }

    protected void Tell(CustomerId customer) => App.Services.GetRequiredService<VisitLog>()
        .Tell(new PageSeen(EntityKey.New<PageViewId>(App.Clock), LinkSecret.New().Hash, customer, "/my", new("203.0.113.1", "Firefox"), App.Clock.Now()));

    public sealed class OnSqlite() : VisitLogTests(Engine.Sqlite);

    public sealed class OnPostgres() : VisitLogTests(Engine.Postgres)
    {
        // The embedded database holds nobody singly.
        [Fact]
        public async Task Whoever_does_not_consent_is_not_waited_for()
        {
            var customer = await Given.Customer(email: "aino@example.fi");
            using var browser = await Allowing();
            await using var held = await Held(customer.Id);
            Tell(customer.Id);
            await browser.Get("/notice");

            Assert.Equal(["/notice"], await PagesLogged());
        }
    }
}

using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Orders;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Fills in every form that staff, administrators, customers and strangers meet with what no field expects.</summary>
public abstract partial class BadInputWalkTests(Engine engine) : InvoicingTest(engine)
{
    // More than any field takes; what a field could be broken by; what is no number, no day and no choice; nothing.
    private static readonly string[] Bad = [new string('x', 20_000), "\0 \u202e\U0001d11e <script>alert(1)</script> ' \" ; -- % \ud800", "99999999999999999999999999", "-0,005", "0001-01-01", ""];

    [Fact]
    public async Task No_form_of_staff_fails_whatever_is_entered_and_what_was_typed_stays()
    {
        var customer = await Buyer();
        await Given.OrganisationWithContactPerson();
        await DeliveredOrder(customer.Id);
        await Invoiced(customer.Id);
        await App.RequestFrom(customer.Id, RequestType.Complaint);
        await App.RequestFrom(customer.Id, RequestType.Erasure);
        var account = await Given.Holding(await Given.Staff(Enum.GetValues<StaffRole>()), [.. RolePermissions.OnTop]);
        using var browser = await Given.SignedIn(account);

        await Walk(browser, fewest: 40, "/staff", "/admin");
    }

    [Fact]
    public async Task No_form_of_a_customer_fails_whatever_is_entered_and_what_was_typed_stays()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await App.RequestFrom(customer.Id, RequestType.Complaint);
        using var browser = await App.Entered(customer);

        await Walk(browser, fewest: 5, "/my");
    }

    [Fact]
    public async Task No_form_of_whoever_has_not_signed_in_fails_whatever_is_entered_and_what_was_typed_stays()
    {
        App.LetEverybodyAskWithoutEnd();
        using (var first = App.Browser())
            await Walk(first, fewest: 1, PathOf(await App.Use((OfferSetUp offer) => offer.Run(default))));
        using (var stranger = App.Browser())
            await Walk(stranger, fewest: 6, "/request", "/enter", "/enter/sent", "/verify", "/cookies", "/account/signin");

        var clerk = await Given.StaffWithPasswordOnly(StaffRole.CustomerService);
        await App.Use((SendStaffLink send) => send.Run(clerk.Id, Language.Fi, Actor.System("test", "arranging"), default));
        using (var invited = App.Browser())
            await Walk(invited, fewest: 1, PathOf(await App.LinkMailedTo(clerk.Email!)));
        using (var officer = App.Browser())
        {
            await officer.Get("/account/signin");
            await officer.Submit(Given.SignInForm, ("Email", (await Given.Staff(StaffRole.PrivacyOfficer)).Email), ("Password", Given.Password));
            await Walk(officer, fewest: 1, "/account/code");
        }

        using (var customer = await WithPasswordButNoCode(await Given.Customer(email: "aino@example.fi")))
            await Walk(customer, fewest: 1, "/enter/code");

        var request = await App.RequestFromVisitor("tuula@example.fi");
        await App.Use((FollowRequest follow) => follow.SendProof(request, default));
        using var visitor = App.Browser();
        await visitor.Get(PathOf(await App.LinkMailedTo("tuula@example.fi")));
        await visitor.Submit("main form");
        await Walk(visitor, fewest: 1, "/request/mine");
    }

    private static string PathOf(string? link) => new Uri(link!).PathAndQuery;

    /// <summary>A customer with an authenticator app who has come as far as the question for its code.</summary>
    private async Task<Browser> WithPasswordButNoCode(Customer customer)
    {
        const string Password = "pitkä ja hyvä tunnuslause";
        using (var portal = await App.Entered(customer))
        {
            await portal.Get("/my/security/password");
            await portal.Submit("main form", ("Chosen", Password));
            await portal.Get("/my/security/app");
            var pending = (await App.Stored(db => db.PortalCredentials.AsNoTracking().SingleAsync())).ProtectedPendingKey;
            await portal.Submit("main form", ("Code", TimeBasedCode.Of(App.Keys.Read(customer.Id.Value, pending)!, TimeBasedCode.StepAt(App.Clock.Now()))));
            Assert.Equal("/my/security", portal.Address);
        }

        var browser = App.Browser();
        await browser.Get("/enter/password");
        await browser.Submit("main form:not([data-passkey])", ("Email", customer.Email!.Value), ("Password", Password));
        return browser;
    }

    private static async Task Walk(Browser browser, int fewest, params string[] areas)
    {
        var forms = await FormsBehind(browser, areas);
        Assert.True(forms.Count >= fewest, string.Join('\n', forms));
        var complaints = new List<string>();
        foreach (var (address, form) in forms)
        {
            foreach (var text in Bad)
                complaints.AddRange(await Try(browser, address, form, text));
            foreach (var text in Bad[1..3])
                complaints.AddRange(await Try(browser, address, form, text, everywhere: true));
        }

        Assert.True(complaints.Count == 0, string.Join(Environment.NewLine, complaints.Select(c => c[..Math.Min(c.Length, 300)])));
    }

    /// <param name="everywhere">Also where nobody can write by hand: in hidden fields, and instead of a choice.</param>
    private static async Task<IEnumerable<string>> Try(Browser browser, string address, int form, string text, bool everywhere = false)
    {
        await browser.Get(address);
        // What was sent before may have done what the page is for.
        if (browser.Status != HttpStatusCode.OK || Forms(browser).ElementAtOrDefault(form) is not { } sent)
            return [];
        var where = $"{Kind(address)} form {form} {(everywhere ? "all over" : "filled in")} with {(text.Length > 100 ? "far too much" : text)}";
        var fields = TextFields(sent).Select(f => f.GetAttribute("name")!).Distinct().ToList();
        var values = SentFields.Of(sent, sent.Elements.FirstOrDefault(e => e is IHtmlButtonElement), [.. fields.Select(f => (f, (string?)text))], []);
        try
        {
            var action = sent.GetAttribute("action") is { Length: > 0 } elsewhere ? elsewhere : address;
            (string Key, string Value)[] filled = [.. values.Select(v => (v.Key, everywhere && v.Key != "__RequestVerificationToken" ? text : v.Value))];
            if (sent.Method == "post")
                await browser.Post(action, filled);
            else
                await browser.Get($"{action.Split('?')[0]}?{string.Join('&', filled.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"))}");
        }
        catch (Exception failure)
        {
            return [$"{where}: {failure.GetType().Name} {failure.Message.Split('\n')[0]}"];
        }

        if ((int)browser.Status >= 500 || browser.Status == HttpStatusCode.TooManyRequests)
            return [$"{where}: {browser.Status}"];
        // A letter to print is a file: where what was sent before has moved the forms, one may be asked for.
        if (browser.Response.Content.Headers.ContentDisposition is not null)
            return [];
        if (everywhere || browser.Errors.Count == 0 || !IsPlain(text) || text.Length == 0)
            return [];
        return fields.Select(name => browser.Page.QuerySelectorAll("input, textarea").FirstOrDefault(e => e.GetAttribute("name") == name))
            .Where(e => e is not null && e.GetAttribute("type") != "password" && Shown(e) != text)
            .Select(e => $"{where}: {e!.GetAttribute("name")} lost what was typed and holds {Shown(e)}");
    }

    private static string Shown(IElement field) => field is IHtmlTextAreaElement area ? area.TextContent.TrimStart('\n') : field.GetAttribute("value") ?? "";

    private static bool IsPlain(string text) => text.All(char.IsAscii) && !text.Contains('\0', StringComparison.Ordinal);

    private static async Task<List<(string Address, int Form)>> FormsBehind(Browser browser, string[] areas)
    {
        var (seen, waiting, found) = (new HashSet<string>(areas), new Queue<string>(areas), new List<(string, int)>());
        while (waiting.TryDequeue(out var address))
        {
            await browser.Get(address);
            if (browser.Status != HttpStatusCode.OK || browser.Response.Content.Headers.ContentType?.MediaType != "text/html" || browser.Response.Content.Headers.ContentDisposition is not null)
                continue;
            found.AddRange(Forms(browser).Select((form, i) => (form, i)).Where(f => TextFields(f.form).Any()).Select(f => (address, f.i)));
            foreach (var link in browser.Page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0]))
            {
                if (areas.Any(area => link.StartsWith(area, StringComparison.Ordinal)) && seen.Add(Kind(link)))
                    waiting.Enqueue(link);
            }
        }

        return found;
    }

    private static IEnumerable<IHtmlFormElement> Forms(Browser browser) => browser.Page.QuerySelectorAll("main form").OfType<IHtmlFormElement>();

    private static IEnumerable<IElement> TextFields(IHtmlFormElement form) => form.Elements.OfType<IElement>().Where(e => e.GetAttribute("name") is { Length: > 0 }
        && !e.HasAttribute("disabled") && !e.HasAttribute("hidden") && e is IHtmlTextAreaElement or IHtmlInputElement { Type: "text" or "email" or "tel" or "url" or "search" or "number" or "date" or "month" or "password" or "datetime-local" });

    // One page of each kind is enough.
    private static string Kind(string address) => Key().Replace(Number().Replace(address, "9"), "id");

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")]
    private static partial Regex Key();

    [GeneratedRegex("(?<=[=/])[0-9]+(?=$|[/?&])|(?<=[?&](s|after|from|place)=)[^&]+")]
    private static partial Regex Number();

    public sealed class OnSqlite() : BadInputWalkTests(Engine.Sqlite);

    public sealed class OnPostgres() : BadInputWalkTests(Engine.Postgres);
}

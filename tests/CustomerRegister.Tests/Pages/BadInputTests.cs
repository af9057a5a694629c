using System.Reflection;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Demo;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Pages;

/// <summary>
/// Somebody walks through the whole demo register, from link to link, and fills every form and every address they come by with the worst that fits:
/// each gets an answer, and none fails within.
/// </summary>
public abstract partial class BadInputTests(Engine engine) : AppTest(engine)
{
    // How many pages of one shape, such as customers' cards, are walked.
    private const int MostOfAShape = 2;

    private static readonly string[] NotFollowed = ["/account/signout", "/my/signout", "/development", "/language"];

    /// <summary>What is put into every field at once, by the kind of field.</summary>
    private static readonly (string Text, string Number, string Day, bool Forged)[] Worst =
    [
        (new string('ä', 20_000), "99999999999999999999999999", "9999-12-31", false),
        ("\0a\u0001b\u000b\u007f <script>alert(1)</script>'\";-- 🙂\u202e", "-1", "0001-01-01", false),
        ("=1+1", "0,000001", "2026-02-30", true),
        ("", "", "", false),
    ];

    private static readonly string[] WorstInAddresses = ["%00a%0B", "-1", "99999999999999999999", "9999-12-31", "0001-01-01", "%F0%9F%99%82_1"];

    [Fact]
    public async Task Nothing_that_staff_can_send_or_ask_for_fails()
    {
        await Fill();
        var account = await Given.Staff(Enum.GetValues<StaffRole>());
        await App.Use(async (Microsoft.AspNetCore.Identity.UserManager<StaffAccount> accounts) =>
        {
            var stored = (await accounts.FindByIdAsync(account.Id.ToString()))!;
            stored.Change(stored.FullName, stored.Employer, stored.From, stored.To, [.. stored.Roles], [Permission.SeeProtectedAddresses]);
            await accounts.UpdateAsync(stored);
        });
        await Walk(await Given.SignedIn(account), 90, 45, "/staff", "/admin", "/account", "/");
    }

    [Fact]
    public async Task Nothing_that_a_customer_can_send_or_ask_for_fails()
    {
        await Fill();
        var customer = await App.Stored(db => db.Customers.Include(c => c.Addresses).Include(c => c.Phones).FirstAsync(c => c.Email != null && c.DeathSource == null && db.Orders.Any(o => o.CustomerId == c.Id)));
        await Walk(await App.Entered(customer), 10, 6, "/my", "/", "/enter");
    }

    private async Task Fill()
    {
        await App.Use((DemoAccounts accounts) => accounts.Open(CancellationToken.None));
        await App.Use((DemoRegister register) => register.Fill(CancellationToken.None));
    }

    private async Task Walk(Browser browser, int leastPages, int leastForms, params IEnumerable<string> from)
    {
        var failures = new List<string>();
        var walked = new Dictionary<string, int>();
        var forms = new Dictionary<string, Form>();
        var addresses = new Dictionary<string, string>();
        var ways = new Queue<string>(from);
        while (ways.TryDequeue(out var way))
        {
            if (walked.GetValueOrDefault(Shape(way)) == MostOfAShape)
                continue;
            walked[Shape(way)] = walked.GetValueOrDefault(Shape(way)) + 1;
            await browser.Get(way);
            Weigh(browser, $"GET {way}", failures);
            if (browser.Response.Content.Headers.ContentType?.MediaType != "text/html" || browser.Response.Content.Headers.ContentDisposition is not null)
                continue;
            addresses.TryAdd(Shape(way.Split('?')[0]), way.Split('?')[0]);
            foreach (var form in browser.Page.QuerySelectorAll("main form[method=post i]").OfType<IHtmlFormElement>())
                forms.TryAdd(Shape(way) + " " + Shape(form.GetAttribute("action") ?? ""), Form.Of(form, browser.Address));
            foreach (var link in browser.Page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!.Split('#')[0]).Where(h => h.StartsWith('/') && !NotFollowed.Any(h.StartsWith)))
                ways.Enqueue(link);
        }

        Assert.True(walked.Count >= leastPages && forms.Count >= leastForms, $"Only {walked.Count} kinds of pages and {forms.Count} of forms were found: {string.Join(' ', walked.Keys)}");
        foreach (var address in addresses.Values)
        {
            foreach (var worst in WorstInAddresses)
            {
                if (QueryOf(address, worst) is not { } query)
                    break;
                await browser.Get(address + query);
                Weigh(browser, $"GET {address}{query}", failures);
            }
        }

        foreach (var form in forms.Values)
        {
            foreach (var worst in Worst)
            {
                await browser.Post(form.Address, [.. form.Fields.SelectMany(f => f.Filled(worst))]);
                Weigh(browser, $"POST {form.Address} with {string.Join(", ", form.Fields.Select(f => f.Name))}, text {worst.Text[..Math.Min(9, worst.Text.Length)]}", failures);
                await Return(browser);
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private void Weigh(Browser browser, string what, List<string> failures)
    {
        if ((int)browser.Status >= 500)
            failures.Add($"{what}: {(int)browser.Status} {(App.Log.Errors is [.., var last] ? last : null)?.Exception?.ToString().Split('\n').Take(6).Aggregate((a, b) => a + b)}");
    }

    // What was sent may have laid down a new undertaking, which is signed before one goes on.
    private static async Task Return(Browser browser)
    {
        if (browser.Address.StartsWith("/account/undertaking", StringComparison.OrdinalIgnoreCase) && browser.Page.QuerySelector("main form [name=Agreed]") is not null)
            await browser.Submit("main form:not([action])", ("Agreed", "true"));
    }

    /// <summary>All that the page takes from its address, each with the same value; null where it takes nothing.</summary>
    private string? QueryOf(string address, string value)
    {
        var page = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(e => Regex.IsMatch(address, "^/" + Key().Replace(e.RoutePattern.RawText!.TrimStart('/'), "[^/]+") + "$", RegexOptions.IgnoreCase))?
            .Metadata.GetMetadata<CompiledPageActionDescriptor>();
        if (page is null)
            return null;
        var bound = page.ModelTypeInfo!.GetProperties().Where(p => p.GetCustomAttribute<BindPropertyAttribute>()?.SupportsGet == true).SelectMany(p => p.PropertyType.IsClass && p.PropertyType != typeof(string)
            ? p.PropertyType.GetProperties().Select(inner => $"{p.Name}.{inner.Name}").Concat(p.PropertyType.GetProperties().Select(inner => inner.Name)) : [p.Name]);
        var taken = page.HandlerMethods.Where(h => h.HttpMethod.Equals("GET", StringComparison.OrdinalIgnoreCase)).SelectMany(h => h.Parameters.Select(p => p.Name));
        var names = bound.Concat(taken).Where(n => n is not ("id" or "Id" or "ct")).Distinct().ToList();
        return names.Count == 0 ? null : "?" + string.Join('&', names.Select(n => $"{n}={value}"));
    }

    private static string Shape(string address) => Varying().Replace(address, "*");

    private sealed record Form(string Address, IReadOnlyList<Field> Fields)
    {
        public static Form Of(IHtmlFormElement form, string page) => new(
            form.GetAttribute("action") is { Length: > 0 } action ? action : page,
            [.. form.Elements.OfType<IHtmlElement>().Where(e => e.GetAttribute("name") is { Length: > 0 }).Select(Field.Of)]);
    }

    private sealed record Field(string Name, string Kind, string Value, bool IsSent)
    {
        public static Field Of(IHtmlElement element) => element switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio" } box => new(box.Name!, "choice", box.GetAttribute("value") ?? "on", box.IsChecked),
            IHtmlInputElement input => new(input.Name!, input.Type == "hidden" ? "hidden" : input.Type == "date" ? "day" : input.GetAttribute("inputmode") is "numeric" or "decimal" ? "number" : "text", input.GetAttribute("value") ?? "", true),
            IHtmlSelectElement select => new(select.Name!, "choice", select.Options.FirstOrDefault(o => o.IsSelected)?.Value ?? "", true),
            IHtmlTextAreaElement area => new(area.Name!, "text", area.Value, true),
            _ => new(element.GetAttribute("name")!, "button", element.GetAttribute("value") ?? "", false),
        };

        public IEnumerable<(string, string)> Filled((string Text, string Number, string Day, bool Forged) worst) =>
            !IsSent ? [] : [(Name, Kind switch
            {
                "text" => worst.Text,
                "number" => worst.Number,
                "day" => worst.Day,
                "hidden" or "choice" when worst.Forged && Name != "__RequestVerificationToken" => "7\u0007ö",
                _ => Value,
            })];
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Key();

    // Keys, numbers, days and what is encrypted.
    [GeneratedRegex(@"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|(?<=[/=_])[\d-]+(?=[/&_]|$)|(?<==)[^&]{20,}")]
    private static partial Regex Varying();

    public sealed class OnSqlite() : BadInputTests(Engine.Sqlite);

    public sealed class OnPostgres() : BadInputTests(Engine.Postgres);
}

using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Portal;

/// <summary>
/// Whoever is signed in to the portal and knows the keys of another customer's rows gets nothing by them: every page under /my is opened, and every form of it is sent, with
/// each of those keys in every place that takes one. A page that is added tomorrow is walked too.
/// </summary>
public abstract partial class OtherPeoplesKeysTests(Engine engine) : AppTest(engine)
{
    // Every value of the customer's own bears it.
    private const string Mark = "Salakivi";
    private const int FirstMark = 50_000;

    private HashSet<string> marks = [];

    [Fact]
    [Clause("N15")]
    public async Task Another_customers_keys_open_nothing_and_change_nothing()
    {
        App.LetEverybodyAskWithoutEnd();
        var victim = await Victim();
        var stranger = await Given.Customer("Matti", "Naapuri", "matti@example.fi");
        var keys = await KeysOf(victim.Id);
        var before = await Everything(victim.Id);
        var pages = await Pages();
        Assert.True(pages.Count >= 8, $"Only {pages.Count} pages were found.");

        using var browser = await App.Entered(stranger);
        var token = await Token(browser);
        var opened = 0;
        foreach (var page in pages)
        {
            foreach (var address in page.Addresses(keys))
            {
                await browser.Get(address);
                if (browser.Response.IsSuccessStatusCode && browser.Address == address)
                    opened++;
                Shows(browser, $"GET {address}");
                foreach (var post in page.Posts)
                {
                    foreach (var key in page.TakesKey(post) ? keys : keys.Take(1))
                    {
                        await Send();
                        // Ending a session is among the forms that are sent: what met a closed door is sent again.
                        if (browser.Address.StartsWith("/enter", StringComparison.Ordinal) || !browser.Cookies.ContainsKey("portal"))
                        {
                            await In(browser, stranger);
                            token = await Token(browser);
                            await Send();
                        }

                        Shows(browser, $"POST {address} {post.Name} {string.Join(',', page.Fields(post))}");

                        Task Send() => browser.Post(post.Name is null ? address : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}handler={post.Name}",
                            [.. page.Fields(post).Select(field => (field, key.ToString())), ("__RequestVerificationToken", token)]);
                    }
                }
            }
        }

        // Own lists and forms did open: it was not the door that kept the stranger out.
        Assert.True(opened >= 3, $"Only {opened} pages opened at all.");
        Assert.Equal(before, await Everything(victim.Id));
    }

    private void Shows(Browser browser, string what)
    {
        var shown = System.Text.Encoding.UTF8.GetString(browser.Content);
        Assert.False(shown.Contains(Mark, StringComparison.OrdinalIgnoreCase) || MarkOfARow().Matches(shown).Any(m => marks.Contains(m.Value)), $"{what} showed the other customer's data.");
        Assert.False(browser.Response.Content.Headers.ContentDisposition?.DispositionType == "attachment" && browser.Content.AsSpan().IndexOf("access-report"u8) >= 0, $"{what} gave a package.");
    }

    private async Task In(Browser browser, Customer stranger)
    {
        await browser.Get("/my/requests");
        if (browser.Address == "/my/requests")
            return;
        App.Clock.Advance(TimeSpan.FromMinutes(15));
        using var again = await App.Entered(stranger);
        foreach (var (name, value) in again.Cookies)
            browser.Remember(name, value);
        await browser.Get("/my/requests");
        Assert.Equal("/my/requests", browser.Address);
    }

    private static async Task<string> Token(Browser browser)
    {
        await browser.Get("/my/signout");
        return browser.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
    }

    private async Task<Customer> Victim()
    {
        var customer = await Given.Customer(Mark, Mark, "salakivi@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        await App.RequestFrom(customer.Id, RequestType.Rectification, message: Mark);
        await App.Use((OwnPackages own) => own.Make(customer.Id, new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), default));
        using var browser = await App.Entered(customer);
        // And a row in every table that knows of people, whatever tables there are.
        var marked = await App.Use((RegisterContext db) => MarkedPerson.Beside(db, customer.Id, FirstMark));
        // Not those of the controller's own rows, such as a purpose, which everybody may see.
        marks = [.. marked.Marks.Select(m => m.Trace).OfType<string>()];
        return customer;
    }

    /// <summary>Of rows of theirs in every table whose rows have a key of their own, and their own.</summary>
    private Task<List<Guid>> KeysOf(CustomerId customer) => App.Use(async (RegisterContext db) =>
    {
        var (sql, scope) = (new PersonSql(db), PersonScope.One(customer));
        var keys = new List<Guid> { customer.Value };
        foreach (var table in PersonalDataMap.Of(db).Tables.Where(t => !t.IsCustomer && t.Erasure != RowErasure.Outlive && HasKeyOfItsOwn(t.EntityType)))
        {
            // The newest are the marked ones: each belongs to the one in the table above it.
            var found = await sql.Keys($"select {sql.Quote(table.KeyColumn)} from {sql.Quote(table.Name)} where {sql.BelongsTo(table, scope)} order by {sql.Quote(table.KeyColumn)} desc", scope, default);
            Assert.True(found.Count > 0, $"The other customer has nothing in {table.Name}.");
            keys.AddRange(found.Take(2));
        }

        return keys;
    });

    private static bool HasKeyOfItsOwn(IEntityType type) => type.FindPrimaryKey()!.Properties is [var key] && (key.GetRelationalTypeMapping().Converter?.ProviderClrType ?? key.ClrType) == typeof(Guid);

    /// <summary>Every value of every row of theirs, also what was done about them: a look that was let in would be in the log.</summary>
    private async Task<string> Everything(CustomerId customer)
    {
        var report = await App.Use((ReadPersonalData read) => read.Run(customer, default));
        return string.Join('\n', report!.Categories.SelectMany(c => c.Tables).SelectMany(t => t.Rows.Select(r => $"{t.Key} {string.Join(' ', r.Cells.Select(c => Convert.ToString(c.Value, CultureInfo.InvariantCulture)))}")));
    }

    private async Task<List<WalkedPage>> Pages()
    {
        var loader = App.Services.GetRequiredService<PageLoader>();
        var pages = new List<WalkedPage>();
        foreach (var endpoint in App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page || endpoint.RoutePattern.RawText!.TrimStart('/').Split('/')[0] is not "my")
                continue;
            var compiled = await loader.LoadAsync(page, endpoint.Metadata);
            if (!pages.Exists(p => p.Pattern == endpoint.RoutePattern.RawText))
                pages.Add(new(endpoint.RoutePattern.RawText!, endpoint.RoutePattern.Parameters.Select(p => p.Name).ToList(), compiled));
        }

        return pages;
    }

    [GeneratedRegex(@"m5\d{4}x")]
    private static partial Regex MarkOfARow();

    public sealed class OnSqlite() : OtherPeoplesKeysTests(Engine.Sqlite);

    public sealed class OnPostgres() : OtherPeoplesKeysTests(Engine.Postgres);

    private sealed record WalkedPage(string Pattern, List<string> Parameters, CompiledPageActionDescriptor Page)
    {
        public IEnumerable<HandlerMethodDescriptor> Posts => Page.HandlerMethods.Where(h => h.HttpMethod == "Post");

        public IEnumerable<string> Addresses(List<Guid> keys) => Parameters.Count == 0
            ? [$"/{Pattern.TrimStart('/')}"]
            : keys.Select(key => "/" + Regex.Replace(Pattern.TrimStart('/'), @"\{([^}:?]+)(:[^}]*)?\??\}", m => m.Groups[2].Value.Contains("guid", StringComparison.Ordinal) ? key.ToString() : "access")).Distinct();

        /// <summary>Every name by which a handler could be given a key: its parameters, and the bound properties of the page.</summary>
        public IEnumerable<string> Fields(HandlerMethodDescriptor post) => Keys(post).Select(k => k.Name).Append("id").Distinct(StringComparer.OrdinalIgnoreCase);

        public bool TakesKey(HandlerMethodDescriptor post) => Keys(post).Any();

        private IEnumerable<(string Name, Type Type)> Keys(HandlerMethodDescriptor post) => post.Parameters.Select(p => (p.Name, Type: p.ParameterType))
            .Concat(Page.ModelTypeInfo!.GetProperties().Where(p => p.GetCustomAttribute<BindPropertyAttribute>() is not null).Select(p => (p.Name, Type: p.PropertyType)))
            .Where(k => (Nullable.GetUnderlyingType(k.Type) ?? k.Type) == typeof(Guid));
    }
}

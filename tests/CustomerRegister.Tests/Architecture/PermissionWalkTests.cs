using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Knocks at every door of every page of staff with every role, and compares who gets in with what the page declares.</summary>
public abstract partial class PermissionWalkTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N24")]
    [Clause("N10")]
    public async Task Every_page_and_handler_opens_to_exactly_the_roles_that_have_its_permission()
    {
        var doors = Doors().ToList();
        Assert.True(doors.Count > 40);
        var surprises = new List<string>();
        foreach (var role in Enum.GetValues<StaffRole>())
            surprises.AddRange(await Walk(await Given.Staff(role), role, [], doors));
        Assert.Empty(surprises);
    }

    [Fact]
    [Clause("N22")]
    public async Task What_asks_a_permission_that_no_role_gives_opens_to_whoever_was_given_it_and_to_nobody_by_the_other()
    {
        var doors = Doors().Where(door => door.Needs.Intersect(RolePermissions.OnTop).Any()).ToList();
        Assert.NotEmpty(doors);
        var surprises = new List<string>();
        foreach (var role in Enum.GetValues<StaffRole>())
        {
            foreach (var onTop in RolePermissions.OnTop)
                surprises.AddRange(await Walk(await Given.Holding(await Given.Staff(role), onTop), role, [onTop], doors));
        }

        Assert.Empty(surprises);
    }

    private async Task<IReadOnlyList<string>> Walk(StaffAccount account, StaffRole role, IReadOnlyList<Permission> onTop, IReadOnlyList<Door> doors)
    {
        using var browser = await Given.SignedIn(account);
        var token = await TokenOf(browser);
        var surprises = new List<string>();
        foreach (var door in doors)
        {
            var mayEnter = door.Needs.All(permission => RolePermissions.Of(role).Contains(permission) || onTop.Contains(permission));
            await Knock(browser, door, token, mayEnter);
            var entered = browser.Status != HttpStatusCode.Forbidden;
            Assert.DoesNotContain("/account/signin", browser.Address, StringComparison.OrdinalIgnoreCase);
            if (entered != mayEnter)
                surprises.Add($"{string.Join(" with ", [role.ToString(), .. onTop])} {(entered ? "entered" : "was kept out of")} {door.Method} {door.Address}, which needs {string.Join(", ", door.Needs)}");
        }

        return surprises;
    }

    [Fact]
    public async Task The_page_of_permissions_shows_what_the_roles_and_the_pages_really_ask()
    {
        using var browser = await Given.SignedIn(StaffRole.Administrator);
        await browser.Get("/admin/permissions");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        var rows = browser.Page.QuerySelectorAll("main table")[0].QuerySelectorAll("tbody tr").ToList();
        var permissions = Enum.GetValues<Permission>().Except(RolePermissions.OnTop).ToList();
        Assert.Equal(permissions.Count, rows.Count);
        foreach (var (row, permission) in rows.Zip(permissions))
        {
            var shown = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim() == "Kyllä");
            Assert.Equal(Enum.GetValues<StaffRole>().Select(role => RolePermissions.Of(role).Contains(permission)), shown);
        }

        var pages = browser.Page.QuerySelectorAll("main table")[^1].TextContent;
        Assert.Contains("/admin/permissions", pages, StringComparison.Ordinal);
        Assert.Contains("(Approve)", pages, StringComparison.Ordinal);
        Assert.DoesNotContain("/my", pages, StringComparison.Ordinal);
        foreach (var door in Doors())
            Assert.Contains(door.Page, pages, StringComparison.OrdinalIgnoreCase);
    }

    // Who may enter sends no antiforgery token, so that nothing happens behind the door. Who may not brings a good one: it must not help.
    private static Task<Browser> Knock(Browser browser, Door door, string token, bool mayEnter) => door.Method == HttpMethods.Get
        ? browser.Get(door.Address)
        : mayEnter ? browser.Post(door.Address) : browser.Post(door.Address, ("__RequestVerificationToken", token));

    private static async Task<string> TokenOf(Browser browser)
    {
        await browser.Get("/account/password");
        return browser.Page.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
    }

    private IEnumerable<Door> Doors()
    {
        foreach (var endpoint in App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not CompiledPageActionDescriptor page || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                continue;
            var policies = endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).ToList();
            if (policies.Contains(Policies.Portal) || policies.Contains(Policies.Visitor))
                continue;
            var needed = page.ModelTypeInfo!.GetCustomAttributes<RequirePermissionAttribute>().Select(attribute => attribute.Permission).ToList();
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var address = Key().Replace(route, match => Word().Match(match.Value) is { Success: true } word ? word.Groups[1].Value
                : NumberKey().IsMatch(match.Value) ? "1" : Guid.Empty.ToString());
            foreach (var handler in page.HandlerMethods)
            {
                var query = handler.Name is null ? "" : $"?handler={handler.Name}";
                var also = handler.MethodInfo.GetCustomAttribute<AlsoRequiresAttribute>()?.Permission;
                yield return new Door(handler.HttpMethod.ToUpperInvariant(), address + query, Shown(route), also is { } one ? [.. needed, one] : needed);
            }
        }
    }

    private static string Shown(string route) => route.EndsWith("/Index", StringComparison.Ordinal) ? route[..^"/Index".Length] : KindOfKey().Replace(route, "");

    private sealed record Door(string Method, string Address, string Page, IReadOnlyList<Permission> Needs);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Key();

    // The first of the words that a constraint such as regex(^(cancel|archive)$) lets through.
    [GeneratedRegex(@":regex\(\^\(([^|)]+)")]
    private static partial Regex Word();

    [GeneratedRegex(@":[^}]+(?=\})")]
    private static partial Regex KindOfKey();

    [GeneratedRegex(":(int|long)")]
    private static partial Regex NumberKey();

    public sealed class OnSqlite() : PermissionWalkTests(Engine.Sqlite);

    public sealed class OnPostgres() : PermissionWalkTests(Engine.Postgres);
}

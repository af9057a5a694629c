using System.Text.RegularExpressions;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Access is denied by default; this shows that every page and endpoint has been decided about. The database makes no difference, so one is enough.</summary>
public sealed partial class PageAccessTests() : AppTest(Engine.Sqlite)
{
    private static readonly string[] Closed = ["my", "staff", "admin"];

    [Fact]
    public void Every_page_and_endpoint_has_a_policy_or_is_open_on_purpose()
    {
        Assert.Contains(Endpoints, endpoint => IsPage(endpoint));
        Assert.Empty(Endpoints.Where(endpoint => !IsDecided(endpoint.Metadata)).Select(endpoint => endpoint.DisplayName));
    }

    [Fact]
    public void Nothing_of_customers_staff_or_administrators_is_open_to_everybody() =>
        Assert.Empty(Endpoints.Where(endpoint => IsClosed(endpoint) && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(endpoint => endpoint.DisplayName));

    [Fact]
    public async Task A_stranger_gets_into_no_closed_page()
    {
        foreach (var page in Endpoints.Where(endpoint => IsPage(endpoint) && IsClosed(endpoint)))
        {
            // Whatever the key in the address: the door comes before the row.
            var address = "/" + KeyInRoute().Replace(page.RoutePattern.RawText!, Guid.Empty.ToString());
            using var stranger = App.Browser();
            await stranger.Get(address);
            Assert.False(stranger.Response.IsSuccessStatusCode && stranger.Address.StartsWith(address, StringComparison.OrdinalIgnoreCase), $"{address} opened to a stranger.");
        }
    }

    private List<RouteEndpoint> Endpoints => [.. App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        // Serves files of wwwroot that appeared after the build; a published program has none.
        .Where(endpoint => endpoint.DisplayName != "Fallback {**path:file}")];

    private static bool IsPage(Endpoint endpoint) => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null;

    private static bool IsClosed(RouteEndpoint endpoint) => Closed.Contains(endpoint.RoutePattern.RawText?.TrimStart('/').Split('/')[0], StringComparer.OrdinalIgnoreCase);

    private static bool IsDecided(EndpointMetadataCollection access) =>
        access.GetMetadata<IAllowAnonymous>() is not null || access.OfType<IAuthorizeData>().Any(data => !string.IsNullOrEmpty(data.Policy));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex KeyInRoute();
}

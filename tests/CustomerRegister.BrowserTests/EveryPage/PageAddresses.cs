using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>An address for every page that the program has.</summary>
internal sealed partial class PageAddresses
{
    private readonly IReadOnlyList<string> arranged;
    private readonly List<string> patterns;

    /// <param name="arranged">Addresses with keys and in states that were arranged. A page below one of them is opened with the same keys, unless it has an address of its own.</param>
    /// <param name="notOpened">Patterns of pages that are not opened.</param>
    public PageAddresses(IServiceProvider services, IReadOnlyList<string> arranged, IEnumerable<string> notOpened)
    {
        this.arranged = arranged;
        patterns = [.. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            // A folder's Index answers at the folder's address too.
            .Select(endpoint => Index().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), ""))
            .Select(pattern => pattern.Length == 0 ? "/" : Literal().Replace(pattern, part => part.Value.ToLowerInvariant()))
            .Distinct().Order(StringComparer.Ordinal)];
        Unknown = [.. notOpened.Except(patterns)];
        patterns = [.. patterns.Except(notOpened)];
    }

    private List<string> Unknown { get; }

    /// <summary>What nobody has arranged, and what is arranged or left out and is no page.</summary>
    public IEnumerable<string> Missing =>
    [
        .. patterns.Where(pattern => !AddressesOf(pattern).Any()).Select(pattern => $"{pattern} has no address: arrange a row that it shows, and name its address"),
        .. Unknown.Select(pattern => $"{pattern} is left out, but there is no such page"),
        .. arranged.Except(patterns.SelectMany(AddressesOf)).Select(address => $"{address} is arranged, but is no page's"),
    ];

    public IEnumerable<string> All => patterns.SelectMany(AddressesOf).Distinct();

    public int Patterns => patterns.Count;

    private IEnumerable<string> AddressesOf(string pattern)
    {
        var expression = new Regex($"^{Key().Replace(pattern, key => Of(key.Value))}(\\?.*)?$");
        var own = arranged.Where(address => expression.IsMatch(address)).ToList();
        if (own.Count > 0)
            return own;
        if (!pattern.Contains('{', StringComparison.Ordinal))
            return [pattern];
        var cut = pattern.LastIndexOf('/');
        return pattern[cut..].Contains('{', StringComparison.Ordinal) ? [] : AddressesOf(pattern[..cut]).Take(1).Select(address => address + pattern[cut..]);
    }

    private static string Of(string key)
    {
        var values = key.Contains(":guid", StringComparison.Ordinal) ? "/[0-9a-f-]{36}" : key.Contains(":int", StringComparison.Ordinal) ? "/[0-9]+" : "/[^/?]+";
        return key.EndsWith("?}", StringComparison.Ordinal) ? $"({values})?" : values;
    }

    [GeneratedRegex("/Index$")]
    private static partial Regex Index();

    [GeneratedRegex(@"(?<=/)[^/{}]+(?=/|$)")]
    private static partial Regex Literal();

    [GeneratedRegex(@"/\{[^}]+\}")]
    private static partial Regex Key();
}

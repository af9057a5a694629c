using System.Reflection;
using System.Text.RegularExpressions;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Security;

/// <summary>What stands at the door of a page, or of one of its handlers.</summary>
/// <param name="Address">The page's address as it is declared, with a leading slash; for a handler that asks for more, its name too.</param>
/// <param name="IsStaff">Whether only staff come in.</param>
/// <param name="Permission">What they need; null where any member of staff may.</param>
public sealed record PageDoor(string Address, bool IsStaff, Permission? Permission);

/// <summary>The doors of all pages, read from the endpoints' own metadata: what is enforced, not what somebody wrote down about it.</summary>
public sealed partial class PageDoors(EndpointDataSource endpoints)
{
    private static readonly Dictionary<string, Permission> ByPolicy = Enum.GetValues<Permission>().ToDictionary(Policies.Of);
    private static readonly string[] AnyStaff = [Policies.Staff, Policies.StaffSignedIn, Policies.StaffEntering];

    public IEnumerable<PageDoor> All => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .SelectMany(DoorsOf);

    private static IEnumerable<PageDoor> DoorsOf(RouteEndpoint endpoint)
    {
        var policies = endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).ToList();
        var permissions = policies.Where(policy => policy is not null && ByPolicy.ContainsKey(policy)).Select(policy => ByPolicy[policy!]).ToList();
        var isStaff = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && (permissions.Count > 0 || policies.Intersect(AnyStaff).Any());
        var address = AddressOf(endpoint);
        if (permissions.Count == 0)
            yield return new PageDoor(address, isStaff, null);
        foreach (var permission in permissions)
            yield return new PageDoor(address, isStaff, permission);
        foreach (var handler in endpoint.Metadata.GetMetadata<PageActionDescriptor>() is CompiledPageActionDescriptor compiled ? compiled.HandlerMethods : [])
        {
            if (handler.MethodInfo.GetCustomAttribute<AlsoRequiresAttribute>() is { } also)
                yield return new PageDoor($"{address} ({handler.Name})", isStaff, also.Permission);
        }
    }

    /// <summary>The address as it is declared, with names for what stands in it: a folder's Index answers at the folder's address too, and that a key is a GUID or a number says nothing to a reader.</summary>
    internal static string AddressOf(RouteEndpoint endpoint)
    {
        var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return KindOfKey().Replace(route.EndsWith("/Index", StringComparison.Ordinal) ? route[..^"/Index".Length] : route, "").ToLowerInvariant();
    }

    [GeneratedRegex(@":[^}]+(?=\})")]
    private static partial Regex KindOfKey();
}

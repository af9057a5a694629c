using System.Globalization;
using System.Security.Claims;
using CustomerRegister.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CustomerRegister.Web.Security;

/// <summary>
/// The cookie of somebody who asked without signing in: it holds the keys of the link that they used and of the one request that it has opened, and opens nothing else. At every request the register
/// is asked whether that stay still lasts.
/// </summary>
public static class VisitorCookie
{
    public const string Name = "request";

    private const string Link = "link", LinkMadeAt = "link-made-at";

    public static Task SignIn(HttpContext http, OpenedLink opened) => http.SignInAsync(Schemes.Visitor, new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, opened.Request.Value.ToString()), new(Link, opened.Id.Value.ToString()), new(LinkMadeAt, opened.MadeAt.Ticks.ToString(CultureInfo.InvariantCulture))], Schemes.Visitor)));

    /// <summary>Whether the link was mailed so lately that it is a proof: see <see cref="FollowRequest.FreshFor"/>.</summary>
    public static bool IsFresh(HttpContext http, DateTime now) =>
        long.TryParse(http.User.FindFirstValue(LinkMadeAt), CultureInfo.InvariantCulture, out var ticks) && new DateTime(ticks, DateTimeKind.Utc) + FollowRequest.FreshFor > now;

    internal static async Task Validate(CookieValidatePrincipalContext context)
    {
        if (Guid.TryParse(context.Principal?.FindFirstValue(Link), out var link) && Guid.TryParse(context.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var request)
            && await context.HttpContext.RequestServices.GetRequiredService<FollowRequest>().IsOpen(new(link), new(request), context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Visitor);
    }

    public static Task SignOut(HttpContext http) => http.SignOutAsync(Schemes.Visitor);

    public static RequestId Request(HttpContext http) => new(Guid.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? throw new InvalidOperationException("No visitor policy stands before this page.")));
}

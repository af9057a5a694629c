using System.Security.Claims;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace CustomerRegister.Web.Security;

/// <summary>The customer who is signed in to the portal. Pages under /my take the customer from here, never from the route.</summary>
public sealed class CurrentCustomer(IHttpContextAccessor http)
{
    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("There is no customer outside a request.");

    public CustomerId Id => new(Guid.Parse(Context.User.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? throw new InvalidOperationException("No portal policy stands before this page.")));

    /// <summary>The session as it was when the request came.</summary>
    public PortalSession Stay => Context.Features.Get<PortalStay>()?.Session ?? throw new InvalidOperationException("No portal policy stands before this page.");

    public PortalSessionId Session => Stay.Id;

    public Actor Actor(string purpose) => new(ActorKind.Customer, Id.Value, "Customer", purpose);
}

/// <summary>The session that the request's cookie named.</summary>
internal sealed record PortalStay(PortalSession Session);

/// <summary>Why the session that the request's cookie named opens nothing.</summary>
internal sealed record PortalStayOver(PortalSessionEnd End);

/// <summary>The portal's cookie holds the customer's and the session's keys; the session must be alive in the register at every request.</summary>
public static class PortalCookie
{
    public const string Name = "portal", SessionClaim = "session";

    public static async Task SignIn(HttpContext http, PortalSession session)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, session.CustomerId.Value.ToString()), new(SessionClaim, session.Id.Value.ToString())], Schemes.Portal);
        PortalBrowser.Forget(http);
        await http.SignOutAsync(Schemes.PortalCode);
        await http.SignInAsync(Schemes.Portal, new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = session.ExpiresAt });
    }

    /// <summary>Remembers for ten minutes that a customer's password was right, while the app's code is still to come. Opens nothing else.</summary>
    public static Task AwaitCode(HttpContext http, CustomerId customer) =>
        http.SignInAsync(Schemes.PortalCode, new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, customer.Value.ToString())], Schemes.PortalCode)));

    /// <summary>Whose code is still to come; null for nobody's.</summary>
    public static async Task<CustomerId?> AwaitsCode(HttpContext http) =>
        Guid.TryParse((await http.AuthenticateAsync(Schemes.PortalCode)).Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new CustomerId(id) : null;

    internal static async Task Validate(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<FindPortalSession>();
        var outcome = Guid.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var id)
            ? await sessions.Run(new PortalSessionId(id), context.HttpContext.RequestAborted)
            : PortalSessionEnd.Over;
        if (outcome.Value is { } session
            // A merge hands the rows over; the cookie still names the customer who is no more.
            && context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier) == session.CustomerId.Value.ToString())
        {
            context.HttpContext.Features.Set(new PortalStay(session));
            return;
        }

        if (outcome.Refusal is { } end)
            context.HttpContext.Features.Set(new PortalStayOver(end));
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Portal);
    }

    /// <summary>Tells the browser whose session has ended for it that another address is on record now; a stranger's browser has no such session.</summary>
    internal static Task LeadToDoor(RedirectContext<CookieAuthenticationOptions> context)
    {
        var isAddressChanged = context.HttpContext.Features.Get<PortalStayOver>()?.End == PortalSessionEnd.AddressChanged;
        context.Response.Redirect(isAddressChanged ? QueryHelpers.AddQueryString(context.RedirectUri, "addressChanged", "true") : context.RedirectUri);
        return Task.CompletedTask;
    }
}

/// <summary>The secret of a browser that has asked for a code: only there the code opens.</summary>
public static class PortalBrowser
{
    public const string Cookie = "portal-code";

    /// <summary>A new secret, kept by the browser for as long as the code works.</summary>
    public static string NewKey(HttpContext http)
    {
        var key = LinkSecret.New().Text;
        http.Response.Cookies.Append(Cookie, key, Options(http, PortalCode.Lifetime));
        return key;
    }

    public static string? KeyOf(HttpRequest request) => request.Cookies[Cookie];

    public static void Forget(HttpContext http)
    {
        if (http.Request.Cookies.ContainsKey(Cookie))
            http.Response.Cookies.Delete(Cookie, Options(http, null));
    }

    public static SignInPlace PlaceOf(HttpContext http) => new(DeviceName.Of(http.Request), NetworkName.Of(http.Connection.RemoteIpAddress));

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true, MaxAge = lifetime };
}

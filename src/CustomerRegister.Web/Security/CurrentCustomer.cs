using System.Security.Claims;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CustomerRegister.Web.Security;

/// <summary>The customer who is signed in to the portal. Pages under /my take the customer from here, never from the route.</summary>
public sealed class CurrentCustomer(IHttpContextAccessor http)
{
    private ClaimsPrincipal Principal => http.HttpContext?.User
        ?? throw new InvalidOperationException("There is no customer outside a request.");

    public CustomerId Id => new(Guid.Parse(Principal.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? throw new InvalidOperationException("No portal policy stands before this page.")));

    public PortalSessionId Session => new(Guid.Parse(Principal.FindFirstValue(PortalCookie.SessionClaim)!));

    public Actor Actor(string purpose) => new(ActorKind.Customer, Id.Value, "Customer", purpose);
}

/// <summary>The portal's cookie holds the customer's and the session's keys; the session must be alive in the register at every request.</summary>
public static class PortalCookie
{
    public const string SessionClaim = "session";

    public static Task SignIn(HttpContext http, PortalSession session)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, session.CustomerId.Value.ToString()), new(SessionClaim, session.Id.Value.ToString())], Schemes.Portal);
        return http.SignInAsync(Schemes.Portal, new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = session.ExpiresAt });
    }

    internal static async Task Validate(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<FindPortalSession>();
        if (Guid.TryParse(context.Principal?.FindFirstValue(SessionClaim), out var id)
            && await sessions.IsAlive(new PortalSessionId(id), context.HttpContext.RequestAborted))
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Portal);
    }
}

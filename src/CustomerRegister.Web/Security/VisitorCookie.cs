using System.Security.Claims;
using CustomerRegister.Requests;
using Microsoft.AspNetCore.Authentication;

namespace CustomerRegister.Web.Security;

/// <summary>The cookie of somebody who asked without signing in: it holds the key of the one request that their link has opened, and opens nothing else.</summary>
public static class VisitorCookie
{
    public static Task SignIn(HttpContext http, RequestId request) =>
        http.SignInAsync(Schemes.Visitor, new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, request.Value.ToString())], Schemes.Visitor)));

    public static Task SignOut(HttpContext http) => http.SignOutAsync(Schemes.Visitor);

    public static RequestId Request(HttpContext http) => new(Guid.Parse(http.User.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? throw new InvalidOperationException("No visitor policy stands before this page.")));
}

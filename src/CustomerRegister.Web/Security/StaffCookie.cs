using System.Security.Claims;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;

namespace CustomerRegister.Web.Security;

/// <summary>The staff's cookie holds the account's and the session's keys; the session must be alive in the register at every request.</summary>
public static class StaffCookie
{
    public const string SessionClaim = "session";

    public static Task SignIn(HttpContext http, StaffSession session) => http.SignInAsync(
        Schemes.Staff, Principal(Schemes.Staff, session.StaffId, new Claim(SessionClaim, session.Id.Value.ToString())), new AuthenticationProperties { ExpiresUtc = session.EndsAt });

    /// <summary>Remembers for ten minutes that somebody's password was right, while the code is still to come. Opens nothing else.</summary>
    public static Task AwaitCode(HttpContext http, Guid staffId) =>
        http.SignInAsync(Schemes.StaffCode, Principal(Schemes.StaffCode, staffId));

    /// <summary>Whose code is still to come; null for nobody's.</summary>
    public static async Task<Guid?> AwaitsCode(HttpContext http) => (await http.AuthenticateAsync(Schemes.StaffCode)).Principal.TryGetId(out var id) ? id : null;

    internal static async Task Validate(CookieValidatePrincipalContext context)
    {
        // Style sheets are the same for everybody.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return;
        var current = context.HttpContext.RequestServices.GetRequiredService<CurrentStaff>();
        if (await current.Recognise(context.Principal, context.HttpContext.RequestAborted) is not null)
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Staff);
    }

    private static ClaimsPrincipal Principal(string scheme, Guid staffId, params IEnumerable<Claim> others) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, staffId.ToString()), .. others], scheme));
}

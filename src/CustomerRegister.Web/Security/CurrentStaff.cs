using System.Security.Claims;
using CustomerRegister.Audit;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authentication;

namespace CustomerRegister.Web.Security;

/// <summary>
/// The member of staff behind a request, read from the register once per request: a session or an account that has ended, or a role
/// taken away, counts from the next request on.
/// </summary>
public sealed class CurrentStaff(IHttpContextAccessor http, FindStaffSession sessions)
{
    private Task<StaffAtWork?>? loaded;

    /// <summary>Null when nobody is signed in, or the session or the account is over.</summary>
    public async Task<StaffAtWork?> Find()
    {
        // Reading the cookie calls Recognise.
        if (loaded is null && http.HttpContext is { } context)
            await context.AuthenticateAsync(Schemes.Staff);
        return loaded is null ? null : await loaded;
    }

    /// <summary>For pages behind a staff policy, where somebody is always signed in.</summary>
    public async Task<StaffAtWork> Get() => await Find() ?? throw new InvalidOperationException("No staff policy stands before this page.");

    public async Task<Actor> Actor(string purpose) => (await Get()).Account.AsActor(purpose);

    /// <summary>Who is behind the cookie.</summary>
    internal Task<StaffAtWork?> Recognise(ClaimsPrincipal? principal, CancellationToken ct) =>
        loaded ??= principal.TryGetId(out var id) && Guid.TryParse(principal?.FindFirstValue(StaffCookie.SessionClaim), out var session)
            ? sessions.Run(id, new StaffSessionId(session), ct)
            : Task.FromResult<StaffAtWork?>(null);
}

internal static class StaffPrincipal
{
    public static bool TryGetId(this ClaimsPrincipal? principal, out Guid id) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out id);
}

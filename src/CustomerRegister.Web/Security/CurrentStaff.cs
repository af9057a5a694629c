using System.Security.Claims;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Security;

/// <summary>
/// The member of staff behind a request, read from the register once per request: an account that has ended, or a role
/// taken away, counts from the next request on.
/// </summary>
public sealed class CurrentStaff(IHttpContextAccessor http, RegisterContext db, TimeProvider clock)
{
    private Task<StaffAtWork?>? loaded;

    /// <summary>Null when nobody is signed in, or the account is not in force today.</summary>
    public Task<StaffAtWork?> Find() => loaded ??= Load();

    /// <summary>For pages behind a staff policy, where somebody is always signed in.</summary>
    public async Task<StaffAtWork> Get() => await Find() ?? throw new InvalidOperationException("No staff policy stands before this page.");

    public async Task<Actor> Actor(string purpose) => (await Get()).Account.AsActor(purpose);

    private async Task<StaffAtWork?> Load()
    {
        var context = http.HttpContext;
        if (context is null || !(await context.AuthenticateAsync(Schemes.Staff)).Principal.TryGetId(out var id))
            return null;
        var newest = db.Undertakings.OrderByDescending(u => u.Version).Select(u => (int?)u.Version).Take(1);
        var found = await db.Users.AsNoTracking().Where(a => a.Id == id).Select(a => new
        {
            Account = a,
            Newest = newest.FirstOrDefault(),
            HasSigned = db.UndertakingSignatures.Any(s => s.StaffId == id && s.UndertakingVersion == newest.FirstOrDefault()),
        }).SingleOrDefaultAsync(context.RequestAborted);
        return found is not null && found.Account.IsActiveOn(clock.Today())
            ? new StaffAtWork(found.Account, found.Newest, found.HasSigned)
            : null;
    }
}

/// <param name="UndertakingVersion">The version in force; null while the register has none.</param>
public sealed record StaffAtWork(StaffAccount Account, int? UndertakingVersion, bool HasSignedUndertaking);

internal static class StaffPrincipal
{
    public static bool TryGetId(this ClaimsPrincipal? principal, out Guid id) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out id);

    public static Actor AsActor(this StaffAccount account, string purpose) =>
        new(ActorKind.Staff, account.Id, string.Join('+', account.Roles), purpose) { SeesProtectedAddresses = account.Holds(Permission.SeeProtectedAddresses) };
}

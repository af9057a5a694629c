using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.Portal;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Security;

/// <summary>A customer as Identity's handler of passkeys sees one.</summary>
public sealed record PortalPerson(CustomerId Id);

/// <summary>
/// Makes and checks customers' passkeys with Identity's handler, which staff use too. The challenge waits in a cookie of its own until the browser has
/// answered it; the name that the device keeps says nothing about the person but their e-mail address.
/// </summary>
public sealed class PortalPasskeys(IPasskeyHandler<PortalPerson> handler, RegisterContext db, ProtectedText texts, ControllerDetails controller, TimeProvider clock)
{
    public const string Cookie = "portal-passkey";

    // What a browser sends is 1 to 2 kilobytes.
    private const int LongestCredential = 20_000;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    /// <summary>What the browser needs to make one, as JSON.</summary>
    public async Task<string> OfferToCreate(HttpContext http, CustomerId customer, CancellationToken ct)
    {
        var email = await db.Customers.Where(c => c.Id == customer).Select(c => c.Email).SingleAsync(ct);
        var name = email?.Value ?? controller.RegisterName;
        var options = await handler.MakeCreationOptionsAsync(new() { Id = customer.Value.ToString(), Name = name, DisplayName = name }, http);
        Keep(http, "create", options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <returns>The passkey, not yet stored; null where the answer is none to the challenge.</returns>
    public async Task<PortalPasskey?> Created(HttpContext http, CustomerId customer, string name, string? credential)
    {
        if (TakeBack(http, "create") is not { } state || string.IsNullOrEmpty(credential) || credential.Length > LongestCredential)
            return null;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != customer.Value.ToString())
            return null;
        var made = result.Passkey;
        return PortalPasskey.Of(
            customer, name, made.CredentialId, made.PublicKey, made.SignCount, string.Join(',', made.Transports ?? []), made.IsBackupEligible, made.IsBackedUp, clock);
    }

    /// <summary>What the browser needs to ask for a passkey: any that this person has, so that no name is asked for.</summary>
    public async Task<string> OfferToSignIn(HttpContext http)
    {
        var options = await handler.MakeRequestOptionsAsync(null, http);
        Keep(http, "use", options.AssertionState);
        return options.RequestOptionsJson;
    }

    /// <returns>Whose passkey it is; null where the answer is none to the challenge.</returns>
    public async Task<CustomerId?> SignedIn(HttpContext http, string? credential, CancellationToken ct)
    {
        if (TakeBack(http, "use") is not { } state || string.IsNullOrEmpty(credential) || credential.Length > LongestCredential)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded)
            return null;
        var customer = result.User.Id;
        var (id, count, isBackedUp) = (result.Passkey.CredentialId, (long)result.Passkey.SignCount, result.Passkey.IsBackedUp);
        // Its counter moves on; an older one would tell of a copy.
        var known = await db.PortalPasskeys.Where(p => p.CustomerId == customer && p.CredentialId == id && db.Customers.Any(c => c.Id == customer && c.DeathSource == null))
            .ExecuteUpdateAsync(s => s.SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, isBackedUp), ct);
        return known == 1 ? customer : null;
    }

    private void Keep(HttpContext http, string purpose, string? state) =>
        http.Response.Cookies.Append(Cookie, texts.Protect($"{Cookie}:{purpose}", state ?? "", Within), Options(http));

    private string? TakeBack(HttpContext http, string purpose)
    {
        http.Response.Cookies.Delete(Cookie, Options(http));
        return texts.Read($"{Cookie}:{purpose}", http.Request.Cookies[Cookie]);
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, IsEssential = true };
}

/// <summary>Where Identity's handler finds customers and their passkeys. Nothing is written here: that is <see cref="KeepPortalKeys"/>' part.</summary>
public sealed class PortalPasskeyStore(RegisterContext db) : IUserPasskeyStore<PortalPerson>
{
    public Task<string> GetUserIdAsync(PortalPerson user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Value.ToString());

    public Task<string?> GetUserNameAsync(PortalPerson user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id.Value.ToString());

    public async Task<PortalPerson?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        var id = Guid.TryParse(userId, out var key) ? new CustomerId(key) : default;
        return await db.Customers.AnyAsync(c => c.Id == id, cancellationToken) ? new PortalPerson(id) : null;
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PortalPerson user, CancellationToken cancellationToken) =>
        (await db.PortalPasskeys.AsNoTracking().Where(p => p.CustomerId == user.Id).ToListAsync(cancellationToken)).ConvertAll(AsInfo);

    public async Task<PortalPerson?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.PortalPasskeys.Where(p => p.CredentialId == credentialId).Select(p => (CustomerId?)p.CustomerId).SingleOrDefaultAsync(cancellationToken) is { } id ? new PortalPerson(id) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PortalPerson user, byte[] credentialId, CancellationToken cancellationToken) =>
        await db.PortalPasskeys.AsNoTracking().SingleOrDefaultAsync(p => p.CustomerId == user.Id && p.CredentialId == credentialId, cancellationToken) is { } found ? AsInfo(found) : null;

    public Task AddOrUpdatePasskeyAsync(PortalPerson user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw NotHere();

    public Task RemovePasskeyAsync(PortalPerson user, byte[] credentialId, CancellationToken cancellationToken) => throw NotHere();

    public Task SetUserNameAsync(PortalPerson user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    public Task<string?> GetNormalizedUserNameAsync(PortalPerson user, CancellationToken cancellationToken) => throw NotHere();

    public Task SetNormalizedUserNameAsync(PortalPerson user, string? normalizedName, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> CreateAsync(PortalPerson user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> UpdateAsync(PortalPerson user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(PortalPerson user, CancellationToken cancellationToken) => throw NotHere();

    public Task<PortalPerson?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw NotHere();

    public void Dispose() { }

    private static UserPasskeyInfo AsInfo(PortalPasskey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.AddedAt, (uint)passkey.SignCount, passkey.Transports.Length == 0 ? [] : passkey.Transports.Split(','),
        // None is taken that was not: see IdentityPasskeyOptions.
        isUserVerified: true, passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: [])
    {
        Name = passkey.Name,
    };

    private static NotSupportedException NotHere() => new("Customers are kept by the register, not by Identity.");
}

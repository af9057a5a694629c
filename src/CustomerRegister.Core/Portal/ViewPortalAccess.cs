using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <param name="PasswordSince">When the password was chosen; null where there is none.</param>
/// <param name="AuthenticatorSince">When the app was taken into use; null where there is none.</param>
/// <param name="Sessions">Those that are open, newest first.</param>
public sealed record PortalAccess(
    string? Email, DateTime? PasswordSince, DateTime? AuthenticatorSince, IReadOnlyList<NamedPasskey> Passkeys, IReadOnlyList<LinkedIdentity> Identities, IReadOnlyList<PortalSession> Sessions);

public sealed record NamedPasskey(PortalPasskeyId Id, string Name, DateTime AddedAt);

public sealed record LinkedIdentity(PortalIdentityId Id, string Issuer, DateTime LinkedAt);

/// <summary>The ways in which a customer can enter the portal, and the browsers they are signed in with: their own security page. Nothing of it is data others would read.</summary>
public sealed class ViewPortalAccess(RegisterContext db, TimeProvider clock)
{
    private const int MostSessions = 50;

    public async Task<PortalAccess> Run(CustomerId customer, CancellationToken ct)
    {
        var email = await db.Customers.Where(c => c.Id == customer).Select(c => c.Email).SingleAsync(ct);
        var credential = await db.PortalCredentials.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == customer, ct);
        return new(
            email?.Value,
            credential?.PasswordSince,
            credential?.AuthenticatorSince,
            await db.PortalPasskeys.Where(p => p.CustomerId == customer).OrderBy(p => p.AddedAt).Select(p => new NamedPasskey(p.Id, p.Name, p.AddedAt)).ToListAsync(ct),
            await db.PortalIdentities.Where(i => i.CustomerId == customer).OrderBy(i => i.LinkedAt).Select(i => new LinkedIdentity(i.Id, i.Issuer, i.LinkedAt)).ToListAsync(ct),
            (await FindPortalSession.Open(db, clock.Now()).Where(s => s.CustomerId == customer).OrderByDescending(s => s.StartedAt).Take(MostSessions).ToListAsync(ct))
                .FindAll(s => MailedAddress.IsOnRecord(s.MailedTo, customer, email)));
    }
}

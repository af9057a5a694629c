using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Who somebody is to an identity provider whose word the caller has checked.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The provider's lasting name for the person.</param>
/// <param name="VerifiedEmail">The address that the provider vouches for; null where it vouches for none.</param>
public sealed record ProvedIdentity(string Issuer, string Subject, EmailAddress? VerifiedEmail);

public enum IdentityRefusal
{
    /// <summary>Neither linked nor known by a verified address of their own. Nobody becomes a customer by signing in.</summary>
    NotInRegister,
}

/// <summary>Lets a customer in whom an identity provider has proved (N15): by an earlier link, or by the verified e-mail address on record, which links them.</summary>
public sealed class EnterByIdentity(RegisterContext db, StartPortalSession start, TimeProvider clock)
{
    public async Task<Outcome<PortalSession, IdentityRefusal>> Run(ProvedIdentity identity, SignInPlace place, CancellationToken ct)
    {
        var hash = PortalIdentity.HashOf(identity.Issuer, identity.Subject);
        var linked = await db.PortalIdentities.AsNoTracking().Where(i => i.SubjectHash == hash).Select(i => (CustomerId?)i.CustomerId).SingleOrDefaultAsync(ct);
        if (linked is { } known)
        {
            return await db.Customers.AnyAsync(c => c.Id == known && c.DeathSource == null, ct)
                ? await start.Run(known, SignInMethod.IdentityProvider, place, ct)
                : IdentityRefusal.NotInRegister;
        }

        if (identity.VerifiedEmail is not { } email || await PortalNames.Find(db, email, ct) is not { } customer)
            return IdentityRefusal.NotInRegister;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var link = PortalIdentity.Of(customer.Id, identity.Issuer, identity.Subject, clock);
        db.Add(link);
        db.Add(AuditEntry.Of(StartPortalSession.ActorOf(customer.Id), AuditAction.PortalIdentityLinked, clock, customer.Id, link.Id.Value));
        await db.SaveChangesAsync(ct);
        var session = await start.Run(customer.Id, SignInMethod.IdentityProvider, place, ct);
        await transaction.CommitAsync(ct);
        return session;
    }
}

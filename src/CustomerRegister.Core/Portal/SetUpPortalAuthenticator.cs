using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

public enum PortalAuthenticatorRefusal
{
    /// <summary>The app stands beside a password; there is none.</summary>
    NoPassword,
    CodeWrong,
}

/// <summary>Ties an authenticator app to a customer's password: offers a key, and takes it into use once a code proves that the app has it.</summary>
public sealed class SetUpPortalAuthenticator(RegisterContext db, AuthenticatorKeys keys, TimeProvider clock)
{
    /// <summary>The key to show: the same until it is confirmed, so that reloading the page doesn't void what was scanned. Null where there is no password.</summary>
    public async Task<byte[]?> Offer(CustomerId customer, CancellationToken ct)
    {
        if (await WithPassword(customer, ct) is not { } credential)
            return null;
        if (keys.Read(customer.Value, credential.ProtectedPendingKey) is { } offered)
            return offered;
        var key = TimeBasedCode.NewKey();
        credential.OfferKey(keys.Protect(customer.Value, key));
        await db.SaveChangesAsync(ct);
        return key;
    }

    /// <returns>When it was taken into use.</returns>
    public async Task<Outcome<DateTime, PortalAuthenticatorRefusal>> Confirm(CustomerId customer, string? code, Actor actor, CancellationToken ct)
    {
        if (await WithPassword(customer, ct) is not { } credential)
            return PortalAuthenticatorRefusal.NoPassword;
        if (keys.Read(customer.Value, credential.ProtectedPendingKey) is not { } key || TimeBasedCode.Match(key, EnteredCode.Of(code), clock.Now()) is not { } step)
            return PortalAuthenticatorRefusal.CodeWrong;
        credential.ConfirmKey(step, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.PortalFactorAdded, clock, customer));
        await db.SaveChangesAsync(ct);
        return credential.AuthenticatorSince!.Value;
    }

    public async Task Remove(CustomerId customer, Actor actor, CancellationToken ct)
    {
        if (await WithPassword(customer, ct) is not { AuthenticatorSince: not null } credential)
            return;
        credential.DropAuthenticator();
        db.Add(AuditEntry.Of(actor, AuditAction.PortalFactorRemoved, clock, customer));
        await db.SaveChangesAsync(ct);
    }

    private Task<PortalCredential?> WithPassword(CustomerId customer, CancellationToken ct) =>
        db.PortalCredentials.SingleOrDefaultAsync(c => c.CustomerId == customer && c.PasswordHash != null, ct);
}

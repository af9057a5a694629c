using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>The one answer to an unknown address, a wrong password or code, and a lock.</summary>
public enum PortalSignInRefusal
{
    Refused,
}

/// <param name="NeedsCode">An authenticator app is tied to the password, and its code is asked for before anything opens.</param>
public sealed record PortalPasswordAccepted(CustomerId Customer, bool NeedsCode);

/// <summary>Compares a customer's e-mail address and password (N15), and the code of the app. Does the same work for an address that the register doesn't know.</summary>
public sealed class SignInCustomer(RegisterContext db, PasswordHashes passwords, AuthenticatorKeys keys, PortalAttempts attempts, TimeProvider clock)
{
    public async Task<Outcome<PortalPasswordAccepted, PortalSignInRefusal>> Run(EmailAddress email, string password, CancellationToken ct) =>
        await Check((await PortalNames.Find(db, email, ct))?.Id ?? default, password, ct);

    /// <summary>As <see cref="Run"/>, for a customer who is known already.</summary>
    public async Task<Outcome<PortalPasswordAccepted, PortalSignInRefusal>> Check(CustomerId customer, string password, CancellationToken ct)
    {
        var credential = await db.PortalCredentials.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == customer, ct);
        var tried = await attempts.Begin(customer, ct);
        var right = passwords.Match(credential?.PasswordHash, password);
        if (!tried || !right)
        {
            await attempts.Fail(customer, ct);
            return PortalSignInRefusal.Refused;
        }

        var needsCode = credential!.AuthenticatorSince is not null;
        if (needsCode)
            await attempts.GiveBack(customer, ct);
        return new PortalPasswordAccepted(customer, needsCode);
    }

    /// <summary>The second step: the code of the app, which opens once.</summary>
    public async Task<Outcome<CustomerId, PortalSignInRefusal>> CheckCode(CustomerId customer, string? typed, CancellationToken ct)
    {
        var stored = await db.PortalCredentials.AsNoTracking().Where(c => c.CustomerId == customer && c.AuthenticatorSince != null).Select(c => c.ProtectedKey).SingleOrDefaultAsync(ct);
        var isAlive = await db.Customers.AnyAsync(c => c.Id == customer && c.DeathSource == null, ct);
        if (!await attempts.Begin(customer, ct)
            || !isAlive
            || keys.Read(customer.Value, stored) is not { } key
            || TimeBasedCode.Match(key, EnteredCode.Of(typed), clock.Now()) is not { } step
            // Of two who send the same code, the one who moves the step wins; a code that was used is never newer.
            || await db.PortalCredentials.Where(c => c.CustomerId == customer && c.LastStep < step).ExecuteUpdateAsync(s => s.SetProperty(c => c.LastStep, step), ct) != 1)
        {
            await attempts.Fail(customer, ct);
            return PortalSignInRefusal.Refused;
        }

        return customer;
    }
}

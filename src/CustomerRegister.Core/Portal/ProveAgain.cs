using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>
/// Before a sensitive act, such as downloading data or asking for erasure, whoever sits at a browser that has been signed in for a while proves once more who they
/// are: by a code mailed to the address on record, or by the password and the app's code.
/// </summary>
public sealed class ProveAgain(RegisterContext db, MailedCodes codes, SignInCustomer signIn, PortalAttempts attempts, ControllerDetails controller, TimeProvider clock)
{
    /// <summary>A page with a sensitive act opens within this time of the last proof.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    /// <summary>What was opened in time can still be sent within this time, so that nobody's words are lost while they are typed.</summary>
    public static readonly TimeSpan SentWithin = TimeSpan.FromMinutes(60);

    public static bool IsFresh(PortalSession session, bool isSending, DateTime now) => session.ProvedAt + (isSending ? SentWithin : FreshFor) > now;

    /// <returns>Whether a code was mailed; false where no address is on record.</returns>
    public async Task<bool> SendCode(CustomerId id, string browserKey, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        if (customer.Email is not { } email)
            return false;
        await attempts.MakeRoomFor(id, ct);
        var (invitation, mail) = PortalLink.Proof(customer, email, browserKey, controller, clock);
        db.Add(invitation);
        db.Add(mail);
        db.Add(AuditEntry.Of(actor, AuditAction.PortalCodeSent, clock, id));
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<Outcome<CustomerId, PortalSignInRefusal>> ByMailedCode(PortalSession session, string? browserKey, string? typed, Actor actor, CancellationToken ct) =>
        await codes.Use(browserKey, typed, session.CustomerId, ct) is { } mailed
            ? await Proved(session, mailed.CustomerId, actor, ct)
            : PortalSignInRefusal.Refused;

    /// <param name="code">The app's code; needed where an app is tied to the password.</param>
    public async Task<Outcome<CustomerId, PortalSignInRefusal>> ByPassword(PortalSession session, string password, string? code, Actor actor, CancellationToken ct)
    {
        var outcome = await signIn.Check(session.CustomerId, password, ct);
        if (!outcome.Succeeded || (outcome.Value.NeedsCode && !(await signIn.CheckCode(session.CustomerId, code, ct)).Succeeded))
            return PortalSignInRefusal.Refused;
        return await Proved(session, session.CustomerId, actor, ct);
    }

    /// <summary>The caller has verified a passkey of the customer's.</summary>
    public async Task<CustomerId> Proved(PortalSession session, CustomerId customer, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await attempts.Clear(customer, ct);
        await db.PortalSessions.Where(s => s.Id == session.Id && s.CustomerId == customer).ExecuteUpdateAsync(s => s.SetProperty(x => x.ProvedAt, now), ct);
        db.Add(AuditEntry.Of(actor, AuditAction.PortalProved, clock, customer, session.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return customer;
    }
}

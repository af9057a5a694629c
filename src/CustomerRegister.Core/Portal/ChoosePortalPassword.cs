using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>
/// A customer chooses a password, or another one, or does without again (N15). The rule is the staff's. The page before it asks for fresh proof, so that the old
/// password, which may be forgotten, need not be known. All other sessions end.
/// </summary>
public sealed class ChoosePortalPassword(RegisterContext db, PasswordHashes passwords, PortalAttempts attempts, EndPortalSessions end, ControllerDetails controller, TimeProvider clock)
{
    /// <returns>Whether the customer had a password before.</returns>
    public async Task<Outcome<bool, PasswordWeakness>> Run(PortalSession session, string password, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == session.CustomerId, ct);
        if (PasswordRule.WeaknessOf(password, [customer.FirstName, customer.LastName, customer.Email?.Value ?? "", controller.Name, controller.RegisterName]) is { } weakness)
            return weakness;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await attempts.MakeRoomFor(customer.Id, ct);
        var credential = await db.PortalCredentials.SingleAsync(c => c.CustomerId == customer.Id, ct);
        var had = credential.PasswordHash is not null;
        credential.TakePassword(passwords.Of(password), clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.PortalPasswordChosen, clock, customer.Id));
        await db.SaveChangesAsync(ct);
        await end.Run(customer.Id, actor, ct, but: session.Id);
        await transaction.CommitAsync(ct);
        return had;
    }

    /// <summary>Does without a password, and so without the app: mailed links and passkeys go on opening.</summary>
    public async Task Drop(PortalSession session, Actor actor, CancellationToken ct)
    {
        if (await db.PortalCredentials.SingleOrDefaultAsync(c => c.CustomerId == session.CustomerId && c.PasswordHash != null, ct) is not { } credential)
            return;
        credential.DropPassword();
        db.Add(AuditEntry.Of(actor, AuditAction.PortalPasswordDropped, clock, session.CustomerId));
        await db.SaveChangesAsync(ct);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>
/// Takes away every way into the portal but links mailed to the address on record (N15): passwords, apps, passkeys and linked identities that were chosen while another address was on record may be
/// of whoever read its mail. Sessions that were begun by them end.
/// </summary>
public sealed class DropPortalKeys(RegisterContext db, TimeProvider clock)
{
    /// <summary>Saved by the caller. Asks the same for one as for many.</summary>
    internal async Task Run(IReadOnlyCollection<CustomerId> customers, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        foreach (var credential in await db.PortalCredentials.Where(c => customers.Contains(c.CustomerId) && c.PasswordHash != null).ToListAsync(ct))
        {
            credential.DropPassword();
            Note(AuditAction.PortalPasswordDropped, credential.CustomerId, null);
        }

        foreach (var passkey in await db.PortalPasskeys.Where(p => customers.Contains(p.CustomerId)).ToListAsync(ct))
        {
            db.Remove(passkey);
            Note(AuditAction.PortalFactorRemoved, passkey.CustomerId, passkey.Id.Value);
        }

        foreach (var identity in await db.PortalIdentities.Where(i => customers.Contains(i.CustomerId)).ToListAsync(ct))
        {
            db.Remove(identity);
            Note(AuditAction.PortalIdentityUnlinked, identity.CustomerId, identity.Id.Value);
        }

        // What a mail has begun is over by itself: see MailedAddress.
        var begun = await db.PortalSessions.Where(s => customers.Contains(s.CustomerId) && s.MailedTo == null && s.EndedAt == null && s.ExpiresAt > now).ToListAsync(ct);
        begun.ForEach(session => session.End(now));
        foreach (var customer in begun.Select(s => s.CustomerId).Distinct())
            Note(AuditAction.PortalSessionsEnded, customer, null);

        void Note(string action, CustomerId customer, Guid? subject) => db.Add(AuditEntry.Of(actor, action, clock, customer, subject));
    }
}

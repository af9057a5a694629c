using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>Makes the one-time link with which the first administrator sets an empty register up. A new one ends the old ones.</summary>
public sealed class OfferSetUp(RegisterContext db, TimeProvider clock, PublicAddress address)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    /// <returns>The link; null if the register has accounts already.</returns>
    public async Task<string?> Run(CancellationToken ct)
    {
        if (await db.Users.AnyAsync(ct))
            return null;
        var now = clock.Now();
        await db.StaffInvitations.Where(i => i.StaffId == null && i.ExpiresAt > now).ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, now), ct);
        var secret = LinkSecret.New();
        var invitation = StaffInvitation.Of(null, secret.Hash, LinkLifetime, clock);
        db.Add(invitation);
        db.Add(AuditEntry.Of(Actor.System("start", "set-up"), AuditAction.StaffInvited, clock, subject: invitation.Id.Value));
        await db.SaveChangesAsync(ct);
        return address.Link($"/account/setup?secret={secret.Text}");
    }
}

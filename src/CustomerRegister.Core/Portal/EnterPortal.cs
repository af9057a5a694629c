using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

public enum EnterRefusal
{
    LinkUsedOrExpired,
}

/// <summary>Uses a link into the portal, once, and begins the customer's session (N15).</summary>
public sealed class EnterPortal(RegisterContext db, TimeProvider clock)
{
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    /// <summary>Whether the link would open the portal now. Looking changes nothing: mail scanners follow links.</summary>
    public async Task<bool> Works(string? secret, CancellationToken ct)
    {
        var hash = LinkSecret.HashOf(secret);
        var now = clock.Now();
        return await Usable(hash, now).AnyAsync(ct);
    }

    public async Task<Outcome<PortalSession, EnterRefusal>> Run(string? secret, CancellationToken ct)
    {
        var hash = LinkSecret.HashOf(secret);
        var now = clock.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Of two who press at once, the one who changes the row wins.
        if (await Usable(hash, now).ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), ct) != 1)
            return EnterRefusal.LinkUsedOrExpired;
        var customer = await db.PortalInvitations.Where(i => i.SecretHash == hash).Select(i => i.CustomerId).SingleAsync(ct);

        var session = PortalSession.Start(customer, SignInMethod.InvitationLink, LongestSession, clock);
        db.Add(session);
        db.Add(AuditEntry.Of(new Actor(ActorKind.Customer, customer.Value, "Customer", "own-data"), AuditAction.PortalEntered, clock, customer, session.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return session;
    }

    // A link of somebody who has died opens nothing, whoever reads their mail.
    private IQueryable<PortalInvitation> Usable(string hash, DateTime now) => db.PortalInvitations
        .Where(i => i.SecretHash == hash && i.UsedAt == null && i.ExpiresAt > now && db.Customers.Any(c => c.Id == i.CustomerId && c.DeathSource == null));
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Ties passkeys to a customer, which the caller has verified, and takes away what a customer no longer enters with.</summary>
public sealed class KeepPortalKeys(RegisterContext db, TimeProvider clock)
{
    public async Task AddPasskey(PortalPasskey passkey, Actor actor, CancellationToken ct)
    {
        db.Add(passkey);
        db.Add(AuditEntry.Of(actor, AuditAction.PortalFactorAdded, clock, passkey.CustomerId, passkey.Id.Value));
        await db.SaveChangesAsync(ct);
    }

    public Task RemovePasskey(CustomerId customer, PortalPasskeyId id, Actor actor, CancellationToken ct) =>
        Remove(customer, id.Value, () => db.PortalPasskeys.Where(p => p.CustomerId == customer && p.Id == id).ExecuteDeleteAsync(ct), AuditAction.PortalFactorRemoved, actor, ct);

    public Task RemoveIdentity(CustomerId customer, PortalIdentityId id, Actor actor, CancellationToken ct) =>
        Remove(customer, id.Value, () => db.PortalIdentities.Where(i => i.CustomerId == customer && i.Id == id).ExecuteDeleteAsync(ct), AuditAction.PortalIdentityUnlinked, actor, ct);

    private async Task Remove(CustomerId customer, Guid subject, Func<Task<int>> remove, string action, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await remove() > 0)
        {
            db.Add(AuditEntry.Of(actor, action, clock, customer, subject));
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }
}

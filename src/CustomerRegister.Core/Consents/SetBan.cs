using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

public sealed record SetBanCommand(CustomerId Customer, BanKind Kind, bool Forbidden, Channel Channel);

/// <summary>
/// A customer forbids one use of their data, or allows it again (N7, N33, N42). It holds at once and needs no reason (GDPR Art. 21(2,3)).
/// Bans are only added; saying the same again adds nothing.
/// </summary>
public sealed class SetBan(RegisterContext db, TimeProvider clock)
{
    /// <returns>Whether anything changed.</returns>
    public async Task<bool> Run(SetBanCommand command, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.HoldCustomers([command.Customer], ct);
        var changed = await Add(command, actor, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    /// <summary>As <see cref="Run"/>, to be saved by a caller whose transaction holds the customer.</summary>
    internal async Task<bool> Add(SetBanCommand command, Actor actor, CancellationToken ct)
    {
        var newest = await db.Bans.AsNoTracking()
            .Where(b => b.CustomerId == command.Customer && b.Kind == command.Kind)
            .OrderByDescending(b => b.At).ThenByDescending(b => b.Id).FirstOrDefaultAsync(ct);
        if ((newest?.Forbidden ?? false) == command.Forbidden)
            return false;
        var ban = Ban.Of(command.Customer, command.Kind, command.Forbidden, command.Channel, clock, newest?.At);
        db.Add(ban);
        db.Add(AuditEntry.Of(actor, command.Forbidden ? AuditAction.BanSet : AuditAction.BanLifted, clock, command.Customer, ban.Id.Value));
        return true;
    }
}

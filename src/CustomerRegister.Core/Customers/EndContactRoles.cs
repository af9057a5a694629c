using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="On">The first day on which the roles are no longer held; roles that begin later stay.</param>
public sealed record EndContactRolesCommand(ContactRoleFilter Filter, DateOnly On);

public enum EndContactRolesRefusal
{
    InFuture,
}

/// <summary>Ends all contact roles that a filter finds. Works in batches, each with its log entries in one transaction.</summary>
public sealed class EndContactRoles(RegisterContext db, TimeProvider clock)
{
    private const int Batch = 500;

    /// <returns>How many roles ended.</returns>
    public async Task<Outcome<int, EndContactRolesRefusal>> Run(EndContactRolesCommand command, Actor actor, CancellationToken ct)
    {
        if (command.On > clock.Today())
            return EndContactRolesRefusal.InFuture;
        var held = await command.Filter.Apply(db, command.On, ct);
        var ended = 0;
        while (true)
        {
            // What has ended is held no longer, so the next batch is always the first.
            var batch = await held.OrderBy(r => r.CustomerId).ThenBy(r => r.Id).Take(Batch).ToListAsync(ct);
            foreach (var role in batch)
            {
                role.End(command.On);
                db.Add(AuditEntry.Of(actor, AuditAction.ContactRoleEnded, clock, role.CustomerId, role.Id.Value, nameof(role.To)));
            }

            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            ended += batch.Count;
            if (batch.Count < Batch)
                return ended;
        }
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="NoOrderSince">Relationships whose last order is older than this day end; in the future it ends those with any order.</param>
public sealed record EndDormantRelationshipsCommand(DateOnly NoOrderSince);

/// <summary>
/// Ends dormant relationships, each on the day of its last order. Works in batches, each with its log entries in one
/// transaction: stopped half-way, it goes on where it stood when run again.
/// </summary>
public sealed class EndDormantRelationships(RegisterContext db, TimeProvider clock)
{
    private const int Batch = 500;

    /// <returns>How many relationships ended.</returns>
    public async Task<int> Run(EndDormantRelationshipsCommand command, Actor actor, CancellationToken ct)
    {
        var ended = 0;
        while (true)
        {
            // What has ended is dormant no longer, so the next batch is always the first.
            var batch = await Dormancy.Of(db, command.NoOrderSince).OrderBy(d => d.Customer.Number).Take(Batch).AsTracking().ToListAsync(ct);
            foreach (var dormant in batch)
            {
                dormant.Customer.EndRelationship(dormant.LastOrderOn!.Value, RelationshipEndReason.Dormant, new(SourceKind.Controller, null, clock.Today()));
                db.Add(AuditEntry.Of(actor, AuditAction.RelationshipEnded, clock, dormant.Customer.Id, fields: nameof(Customer.RelationshipEnd)));
            }

            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            ended += batch.Count;
            if (batch.Count < Batch)
                return ended;
        }
    }
}

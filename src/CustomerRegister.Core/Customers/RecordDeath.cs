using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="On">Null where the day is not known.</param>
public sealed record RecordDeathCommand(CustomerId Id, DateOnly? On, SourceKind SourceKind, string? SourceName);

public enum RecordDeathRefusal
{
    NotFound,
    InFuture,
    /// <summary>Before the customer relationship began.</summary>
    BeforeRelationship,
    ChangedMeanwhile,
}

/// <summary>
/// Records that a customer has died, or corrects the day. The portal closes at once: open sessions end, links that were sent open
/// nothing, and mail that still waits is not sent.
/// </summary>
public sealed class RecordDeath(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Customer, RecordDeathRefusal>> Run(RecordDeathCommand command, Actor actor, CancellationToken ct)
    {
        if (command.On > clock.Today())
            return RecordDeathRefusal.InFuture;
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == command.Id, ct);
        if (customer is null)
            return RecordDeathRefusal.NotFound;
        if (command.On < customer.RelationshipStart)
            return RecordDeathRefusal.BeforeRelationship;
        if (customer.IsDeceased && customer.DiedOn == command.On)
            return customer;

        customer.RecordDeath(command.On, new(command.SourceKind, command.SourceName, clock.Today()));
        var now = clock.Now();
        await foreach (var session in db.PortalSessions.Where(s => s.CustomerId == customer.Id && s.EndedAt == null).AsAsyncEnumerable().WithCancellation(ct))
            session.End(now);
        db.RemoveRange(await db.OutgoingEmails.Where(m => m.CustomerId == customer.Id && m.State == EmailState.Waiting).ToListAsync(ct));
        db.Add(AuditEntry.Of(actor, AuditAction.DeathRecorded, clock, customer.Id, fields: nameof(customer.DiedOn)));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return RecordDeathRefusal.ChangedMeanwhile;
        }

        return customer;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public sealed record EndRelationshipCommand(CustomerId Id, DateOnly On, RelationshipEndReason Reason);

public enum EndRelationshipRefusal
{
    NotFound,
    BeforeStart,
    InFuture,
    /// <summary>The customer's data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
    ChangedMeanwhile,
}

/// <summary>Ends a customer relationship, or corrects the day on which it ended and why; retention is counted from that day (N20).</summary>
public sealed class EndRelationship(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Customer, EndRelationshipRefusal>> Run(EndRelationshipCommand command, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == command.Id, ct);
        if (customer is null)
            return EndRelationshipRefusal.NotFound;
        if (command.On < customer.RelationshipStart)
            return EndRelationshipRefusal.BeforeStart;
        if (command.On > clock.Today())
            return EndRelationshipRefusal.InFuture;
        if (customer.RelationshipEnd == command.On && customer.RelationshipEndReason == command.Reason)
            return customer;
        // It would set the day on which the data goes, which the person wants kept (GDPR Art. 18(1)(b), (c)), unless they ask for it. The dead have no such right (recital 27).
        if (!customer.IsDeceased && command.Reason is not RelationshipEndReason.AskedByCustomer && await db.IsRestricted(customer.Id, ct))
            return EndRelationshipRefusal.Restricted;

        customer.EndRelationship(command.On, command.Reason, command.Reason switch
        {
            RelationshipEndReason.AskedByCustomer => new(SourceKind.DataSubject, null, clock.Today()),
            RelationshipEndReason.Deceased when customer.DeathSource is { } told => told,
            _ => new(SourceKind.Controller, null, clock.Today()),
        });
        db.Add(AuditEntry.Of(actor, AuditAction.RelationshipEnded, clock, customer.Id, fields: [nameof(customer.RelationshipEnd), nameof(customer.RelationshipEndReason)]));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return EndRelationshipRefusal.ChangedMeanwhile;
        }

        return customer;
    }
}

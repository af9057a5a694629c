using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>Why one person of a list is looked at.</summary>
public enum InspectionReason
{
    /// <summary>A sample, to see whether the list is right.</summary>
    Sample,
    /// <summary>A ground is to be verified.</summary>
    Ground,
    /// <summary>The person has asked.</summary>
    Question,
    /// <summary>Something looks wrong.</summary>
    Mistake,
}

/// <param name="Customer">Null when the person is no longer in the register.</param>
/// <param name="Planned">As the list foresees it.</param>
/// <param name="Done">As it was done; null before.</param>
/// <param name="Now">What would be decided today; null when the person is no longer in the register.</param>
public sealed record InspectedPerson(
    int Position, RetentionRule Rule, InspectedCustomer? Customer, RunOutcome Planned, IReadOnlyList<Ground> PlannedGrounds, RunOutcome? Done, IReadOnlyList<Ground> DoneGrounds, DateTime? DoneAt, ErasurePlan? Now);

public sealed record InspectedCustomer(CustomerId Id, long Number, string FullName, DateOnly? RelationshipEnd);

/// <summary>One person of a run's list in full: what was foreseen, what was done, and what holds today, category by category. The look is logged with its reason.</summary>
public sealed class InspectRunPerson(RegisterContext db, ReadErasureFacts readFacts, RetentionRules rules, TimeProvider clock)
{
    /// <returns>Null when the run has no such position.</returns>
    public async Task<InspectedPerson?> Run(RetentionRunId run, int position, InspectionReason reason, Actor actor, CancellationToken ct)
    {
        if (await db.RetentionRunPeople.AsNoTracking().SingleOrDefaultAsync(p => p.RunId == run && p.Position == position, ct) is not { } person)
            return null;
        var customer = await db.Customers.AsNoTracking().Where(c => c.Id == person.CustomerId)
            .Select(c => new { c.Number, c.FirstName, c.LastName, c.RelationshipEnd }).SingleOrDefaultAsync(ct);
        var now = customer is null ? null : ErasurePlan.Of((await readFacts.Run([person.CustomerId], ct))[person.CustomerId], clock.Today(), rules);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.RunPersonInspected, clock, person.CustomerId, run.Value, reason.ToString()), ct);
        return new(
            position,
            person.Rule,
            customer is null ? null : new(person.CustomerId, customer.Number, Customer.NameOf(customer.FirstName, customer.LastName), customer.RelationshipEnd),
            person.Planned, ErasurePlan.ParseGrounds(person.PlannedGrounds), person.Done, ErasurePlan.ParseGrounds(person.DoneGrounds), person.DoneAt, now);
    }
}

using System.Runtime.CompilerServices;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="Number">Null when the person is no longer in the register; so is the name.</param>
public sealed record ExportedRunPerson(
    int Position, RetentionRule Rule, long? Number, string? Name, RunOutcome Planned, IReadOnlyList<Ground> PlannedGrounds, RunOutcome? Done, IReadOnlyList<Ground> DoneGrounds, DateTime? DoneAt);

/// <summary>The whole list of a run, as a stream: its length costs no memory. Logged before the first row is given.</summary>
public sealed class ExportRunPeople(RegisterContext db, TimeProvider clock)
{
    public async IAsyncEnumerable<ExportedRunPerson> Run(RetentionRunId run, Actor actor, [EnumeratorCancellation] CancellationToken ct)
    {
        await db.LogRead(AuditEntry.Of(actor, AuditAction.RunListExported, clock, subject: run.Value), ct);
        var people = from person in db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run)
                     join customer in db.Customers on person.CustomerId equals customer.Id into here
                     from customer in here.DefaultIfEmpty()
                     orderby person.Position
                     select new
                     {
                         person.Position,
                         person.Rule,
                         Number = (long?)customer.Number,
                         customer.FirstName,
                         customer.LastName,
                         person.Planned,
                         person.PlannedGrounds,
                         person.Done,
                         person.DoneGrounds,
                         person.DoneAt,
                     };
        await foreach (var p in people.AsAsyncEnumerable().WithCancellation(ct))
        {
            yield return new(p.Position, p.Rule, p.Number, p.Number is null ? null : Customer.NameOf(p.FirstName, p.LastName),
                p.Planned, ErasurePlan.ParseGrounds(p.PlannedGrounds), p.Done, ErasurePlan.ParseGrounds(p.DoneGrounds), p.DoneAt);
        }
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="Outcome">Only people with this outcome: the one done, or else the one foreseen.</param>
/// <param name="After">The position after which the page begins.</param>
/// <param name="Before">The position before which the page ends; goes before <paramref name="After"/>.</param>
/// <param name="Ground">Only people of whom this kind of ground keeps something.</param>
/// <param name="OnlyChanged">Only people with whom it went otherwise than the list foresaw.</param>
public sealed record RunPeopleQuery(RetentionRunId Run, RunOutcome? Outcome, int? After, int? Before, GroundKind? Ground = null, bool OnlyChanged = false);

/// <param name="Number">Null when the person is no longer in the register; so is the name.</param>
public sealed record RunPersonRow(int Position, CustomerId CustomerId, long? Number, string? Name, RunOutcome Outcome, bool IsDone, IReadOnlyList<Ground> Grounds, RetentionRule Rule);

public sealed record RunPeoplePage(IReadOnlyList<RunPersonRow> People, bool HasPrevious, bool HasNext);

/// <summary>A page of a run's list, with the names of those who are still in the register. Every look at it is logged.</summary>
public sealed class ViewRunPeople(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 50;

    public async Task<RunPeoplePage> Run(RunPeopleQuery query, Actor actor, CancellationToken ct)
    {
        var list = db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == query.Run);
        if (query.Outcome is { } outcome)
            list = list.Where(p => (p.Done ?? p.Planned) == outcome);
        if (query.Ground is { } ground)
        {
            var stored = $"{ground}:";
            list = list.Where(p => (p.Done == null ? p.PlannedGrounds : p.DoneGrounds)!.Contains(stored));
        }

        if (query.OnlyChanged)
            list = list.Where(p => p.Done != null && p.Done != p.Planned);
        var page = query.Before is { } before
            ? list.Where(p => p.Position < before).OrderByDescending(p => p.Position)
            : list.Where(p => p.Position > (query.After ?? 0)).OrderBy(p => p.Position);
        // One more than is shown tells whether there is another page.
        var found = await page.Take(PageSize + 1)
            .Select(p => new
            {
                p.Position,
                p.CustomerId,
                p.Rule,
                p.Planned,
                p.PlannedGrounds,
                p.Done,
                p.DoneGrounds,
                Person = db.Customers.Where(c => c.Id == p.CustomerId).Select(c => new { c.Number, c.FirstName, c.LastName }).FirstOrDefault(),
            }).ToListAsync(ct);
        var more = found.Count > PageSize;
        var shown = found.Take(PageSize).OrderBy(p => p.Position).Select(p => new RunPersonRow(
            p.Position, p.CustomerId, p.Person?.Number, p.Person is null ? null : $"{p.Person.FirstName} {p.Person.LastName}".Trim(),
            p.Done ?? p.Planned, p.Done is not null, ErasurePlan.ParseGrounds(p.Done is null ? p.PlannedGrounds : p.DoneGrounds), p.Rule)).ToList();
        await db.LogRead(AuditEntry.Of(actor, AuditAction.RunListViewed, clock, subject: query.Run.Value), ct);
        var backwards = query.Before is not null;
        return new(shown,
            HasPrevious: shown.Count > 0 && (backwards ? more : query.After > 0 && await list.AnyAsync(p => p.Position < shown[0].Position, ct)),
            HasNext: backwards || more);
    }
}

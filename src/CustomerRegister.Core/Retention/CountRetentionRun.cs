using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>How many people of a run have an outcome, and how many each kind of ground keeps something of.</summary>
public sealed record OutcomeCounts(IReadOnlyDictionary<RunOutcome, int> Outcomes, IReadOnlyDictionary<GroundKind, int> Grounds)
{
    public int People => Outcomes.Values.Sum();

    public int Of(RunOutcome outcome) => Outcomes.GetValueOrDefault(outcome);
}

/// <param name="Planned">As the list foresees it.</param>
/// <param name="Done">As it was done so far.</param>
/// <param name="Changed">With how many it went otherwise than the list foresaw.</param>
public sealed record RunCounts(OutcomeCounts Planned, OutcomeCounts Done, int Changed);

/// <summary>The figures of a run's list: what was foreseen and what has been done.</summary>
public sealed class CountRetentionRun(RegisterContext db)
{
    public async Task<RunCounts> Run(RetentionRunId id, CancellationToken ct)
    {
        var list = db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == id);
        var outcomes = await list.GroupBy(p => new { p.Planned, p.Done }).Select(g => new { g.Key.Planned, g.Key.Done, Count = g.Count() }).ToListAsync(ct);
        var planned = outcomes.GroupBy(o => o.Planned).ToDictionary(g => g.Key, g => g.Sum(o => o.Count));
        var done = outcomes.Where(o => o.Done is not null).GroupBy(o => o.Done!.Value).ToDictionary(g => g.Key, g => g.Sum(o => o.Count));
        return new(
            new(planned, await Grounds(list.Where(p => p.PlannedGrounds != null).Select(p => p.PlannedGrounds!), ct)),
            new(done, await Grounds(list.Where(p => p.DoneGrounds != null).Select(p => p.DoneGrounds!), ct)),
            outcomes.Where(o => o.Done is not null && o.Done != o.Planned).Sum(o => o.Count));
    }

    // One pass over those who are kept; the kinds are few, the grounds' references many.
    private static async Task<IReadOnlyDictionary<GroundKind, int>> Grounds(IQueryable<string> stored, CancellationToken ct)
    {
        var counts = await stored.GroupBy(_ => 1).Select(g => new
        {
            OpenInvoice = g.Count(t => t.Contains("OpenInvoice:")),
            Collection = g.Count(t => t.Contains("Collection:")),
            AccountingAct = g.Count(t => t.Contains("AccountingAct:")),
            ContactPerson = g.Count(t => t.Contains("ContactPerson:")),
            OpenRequest = g.Count(t => t.Contains("OpenRequest:")),
            LegalHold = g.Count(t => t.Contains("LegalHold:")),
            Restriction = g.Count(t => t.Contains("Restriction:")),
            Ban = g.Count(t => t.Contains("Ban:")),
            NotApproved = g.Count(t => t.Contains("NotApproved:")),
        }).SingleOrDefaultAsync(ct);
        if (counts is null)
            return new Dictionary<GroundKind, int>();
        return new Dictionary<GroundKind, int>
        {
            [GroundKind.OpenInvoice] = counts.OpenInvoice,
            [GroundKind.Collection] = counts.Collection,
            [GroundKind.AccountingAct] = counts.AccountingAct,
            [GroundKind.ContactPerson] = counts.ContactPerson,
            [GroundKind.OpenRequest] = counts.OpenRequest,
            [GroundKind.LegalHold] = counts.LegalHold,
            [GroundKind.Restriction] = counts.Restriction,
            [GroundKind.Ban] = counts.Ban,
            [GroundKind.NotApproved] = counts.NotApproved,
        }.Where(kind => kind.Value > 0).ToDictionary();
    }
}

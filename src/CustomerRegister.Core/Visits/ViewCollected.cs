using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Visits;

/// <param name="Pages">In the order in which they were opened.</param>
public sealed record CollectedVisit(DateTime StartedAt, string? IpAddress, string? Browser, IReadOnlyList<CollectedPage> Pages);

public sealed record CollectedPage(string Page, DateTime OpenedAt, int? Seconds);

/// <param name="Newest">At most <see cref="ViewCollected.MostVisits"/>, the newest first.</param>
/// <param name="Count">How many there are.</param>
public sealed record CollectedVisits(IReadOnlyList<CollectedVisit> Newest, int Count);

/// <summary>What was logged of a browser's visits, for whoever sits at it. What is joined to a customer is not among it: that is the customer's, and others may use the same browser.</summary>
public sealed class ViewCollected(RegisterContext db, VisitLog log)
{
    public const int MostVisits = 10;

    /// <param name="visitor">The hash of the browser's key.</param>
    public async Task<CollectedVisits> Run(string visitor, CancellationToken ct)
    {
        await log.Written(ct);
        var visits = await db.Visits.AsNoTracking().Where(v => v.Visitor == visitor).OrderByDescending(v => v.LastSeenAt).Take(MostVisits).ToListAsync(ct);
        var keys = visits.ConvertAll(v => v.Id);
        var pages = (await db.PageViews.AsNoTracking().Where(p => keys.Contains(p.VisitId)).OrderBy(p => p.OpenedAt).ToListAsync(ct)).ToLookup(p => p.VisitId);
        return new(
            [.. visits.Select(v => new CollectedVisit(v.StartedAt, v.IpAddress, v.Browser, [.. pages[v.Id].Select(p => new CollectedPage(p.Page, p.OpenedAt, p.Seconds))]))],
            await db.Visits.CountAsync(v => v.Visitor == visitor, ct));
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Visits;

/// <summary>
/// Writes what waits in the visit log, in one transaction. What a signed-in customer does is joined to them where they have consented to it, and otherwise not
/// logged at all: by its time alone it would lead to them.
/// </summary>
public sealed class WriteVisits(RegisterContext db, TimeProvider clock)
{
    public async Task Run(IReadOnlyList<VisitEvent> events, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var forgotten = events.OfType<VisitorForgotten>().ToLookup(f => f.Visitor, f => f.At);
        foreach (var (visitor, at) in forgotten.Select(f => (f.Key, f.Max())))
            await db.Visits.Where(v => v.Visitor == visitor && v.StartedAt <= at).ExecuteDeleteAsync(ct);
        var told = events.OfType<PageSeen>().Where(p => p.Customer is not null || !forgotten[p.Visitor].Any(at => p.At <= at));
        var seen = await Allowed([.. told.OrderBy(p => p.At)], ct);
        var visits = await GoingOn(seen, ct);
        var left = events.OfType<PageLeft>().ToLookup(l => l.Id, l => l.At);
        var views = await Open(visits, [.. left.Select(l => l.Key)], ct);
        foreach (var page in seen)
        {
            var visit = visits.FindLast(v => v.GoesOnWith(page));
            if (visit is { IsFull: true })
                continue;
            if (visit is null)
                visits.Add(db.Add(visit = Visit.Begin(EntityKey.New<VisitId>(clock), page)).Entity);
            foreach (var before in views.Where(v => v.VisitId == visit.Id && v.Seconds is null))
                before.Leave(page.At);
            views.Add(db.Add(visit.See(page)).Entity);
        }

        foreach (var view in views)
        {
            foreach (var at in left[view.Id])
                view.Leave(at);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<List<PageSeen>> Allowed(List<PageSeen> seen, CancellationToken ct)
    {
        var customers = seen.Where(p => p.Customer is not null).Select(p => p.Customer!.Value).Distinct().ToList();
        var consenting = await db.ConsentingAmong(customers, ct);
        // Whoever withdraws holds the customer too: either the withdrawal is seen here, or it finds what is written here. The others are nobody's to wait for.
        if (consenting.Count > 0)
        {
            CustomerId[] asked = [.. consenting.Keys];
            await db.HoldCustomers(asked, ct);
            consenting = await db.ConsentingAmong(asked, ct);
        }

        return [.. seen.Where(p => p.Customer is null || (consenting.TryGetValue(p.Customer.Value, out var since) && since <= p.At))];
    }

    private async Task<List<Visit>> GoingOn(List<PageSeen> seen, CancellationToken ct)
    {
        if (seen.Count == 0)
            return [];
        var since = seen[0].At - Visit.Pause;
        var visitors = seen.Where(p => p.Customer is null).Select(p => p.Visitor).Distinct().ToList();
        var customers = seen.Where(p => p.Customer is not null).Select(p => p.Customer).Distinct().ToList();
        var visits = visitors.Count == 0 ? [] : await db.Visits.Where(v => visitors.Contains(v.Visitor!) && v.LastSeenAt > since).ToListAsync(ct);
        if (customers.Count > 0)
            visits.AddRange(await db.Visits.Where(v => customers.Contains(v.CustomerId) && v.LastSeenAt > since).ToListAsync(ct));
        return [.. visits.OrderBy(v => v.LastSeenAt)];
    }

    /// <summary>The page views that something of these events may still change.</summary>
    private async Task<List<PageView>> Open(List<Visit> visits, List<PageViewId> left, CancellationToken ct)
    {
        var going = visits.ConvertAll(v => v.Id);
        return going.Count + left.Count == 0 ? []
            : await db.PageViews.Where(v => (going.Contains(v.VisitId) && v.Seconds == null) || left.Contains(v.Id)).ToListAsync(ct);
    }
}

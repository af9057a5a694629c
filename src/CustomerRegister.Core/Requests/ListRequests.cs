using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// A line of the request desk. It has no name of the person: who asks is seen on the request's own page, where the look is logged.
/// </summary>
public sealed record RequestLine(
    RequestId Id, long Number, RequestType Type, RequestState State, Channel Channel, DateOnly ReceivedOn, DateOnly DeadlineOn, DateTime? DecidedAt,
    Guid? AssignedTo, DateOnly? TargetOn, bool HasNewMessage)
{
    /// <summary>The name of who takes care of it; null for nobody.</summary>
    public string? Assignee { get; init; }
}

/// <summary>Where a page of the list begins or ends.</summary>
public sealed record RequestPlace(DateOnly DeadlineOn, long Number);

/// <summary>Which requests are listed. Everything that is null is not asked.</summary>
/// <param name="Open">Requests that wait for an answer, or those that have one.</param>
/// <param name="AssignedTo">An account, or <see cref="Guid.Empty"/> for what nobody takes care of.</param>
/// <param name="Due">Of those that wait, only those with so many days left.</param>
public sealed record RequestFilter(bool Open, RequestType? Type = null, RequestState? State = null, Guid? AssignedTo = null, RequestDue? Due = null);

/// <param name="Lines">In the order of the list.</param>
/// <param name="HasPrevious">Are there lines before the first one?</param>
/// <param name="HasNext">Are there lines after the last one?</param>
public sealed record RequestList(IReadOnlyList<RequestLine> Lines, bool HasPrevious, bool HasNext);

/// <summary>The request desk: open requests by the end of their time limit, or decided ones by number, newest first.</summary>
public sealed class ListRequests(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <param name="after">The page after this place; null for the first page.</param>
    /// <param name="before">The page before this place; only where <paramref name="after"/> is null.</param>
    public async Task<RequestList> Run(RequestFilter filter, RequestPlace? after, RequestPlace? before, CancellationToken ct)
    {
        var backwards = after is null && before is not null;
        var found = Filtered(db.Requests.AsNoTracking(), filter);
        found = filter.Open ? Open(found, after, before, backwards) : Closed(found, after, before, backwards);
        var lines = await found.Take(PageSize + 1)
            .Select(r => new RequestLine(r.Id, r.Number, r.Type, r.State, r.Channel, r.ReceivedOn, r.DeadlineOn, r.DecidedAt, r.AssignedTo, r.TargetOn, r.HasNewMessage)
            {
                Assignee = db.Users.Where(u => u.Id == r.AssignedTo).Select(u => u.FullName).FirstOrDefault(),
            })
            .WithKeptPlan().ToListAsync(ct);
        var more = lines.Count > PageSize;
        if (more)
            lines.RemoveAt(PageSize);
        if (backwards)
            lines.Reverse();
        return new(lines, backwards ? more : after is not null, backwards || more);
    }

    private IQueryable<DataSubjectRequest> Filtered(IQueryable<DataSubjectRequest> all, RequestFilter filter)
    {
        if (filter.Type is { } type)
            all = all.Where(r => r.Type == type);
        if (filter.State is { } state)
            all = all.Where(r => r.State == state);
        if (filter.AssignedTo is { } account)
            all = account == Guid.Empty ? all.Where(r => r.AssignedTo == null) : all.Where(r => r.AssignedTo == account);
        return filter is { Open: true, Due: { } due } ? all.Due(due, clock.Today()) : all;
    }

    private static IQueryable<DataSubjectRequest> Open(IQueryable<DataSubjectRequest> all, RequestPlace? after, RequestPlace? before, bool backwards)
    {
        // In the words of the index's own condition: see the mapping.
        all = all.Where(r => r.DecidedAt == null && r.WithdrawnAt == null);
        if (backwards)
            return all.Where(r => r.DeadlineOn <= before!.DeadlineOn && (r.DeadlineOn < before.DeadlineOn || r.Number < before.Number)).OrderByDescending(r => r.DeadlineOn).ThenByDescending(r => r.Number);
        if (after is not null)
            all = all.Where(r => r.DeadlineOn >= after.DeadlineOn && (r.DeadlineOn > after.DeadlineOn || r.Number > after.Number));
        return all.OrderBy(r => r.DeadlineOn).ThenBy(r => r.Number);
    }

    private static IQueryable<DataSubjectRequest> Closed(IQueryable<DataSubjectRequest> all, RequestPlace? after, RequestPlace? before, bool backwards)
    {
        all = all.Where(r => r.DecidedAt != null || r.WithdrawnAt != null);
        if (backwards)
            return all.Where(r => r.Number > before!.Number).OrderBy(r => r.Number);
        if (after is not null)
            all = all.Where(r => r.Number < after.Number);
        return all.OrderByDescending(r => r.Number);
    }
}

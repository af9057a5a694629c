using System.Linq.Expressions;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// A line of the request desk. It has no name: who asks is seen on the request's own page, where the look is logged.
/// </summary>
public sealed record RequestLine(RequestId Id, long Number, RequestType Type, RequestState State, Channel Channel, DateOnly ReceivedOn, DateOnly DeadlineOn, DateTime? DecidedAt);

/// <summary>Where a page of the list begins or ends.</summary>
public sealed record RequestPlace(DateOnly DeadlineOn, long Number);

/// <param name="Lines">In the order of the list.</param>
/// <param name="HasPrevious">Are there lines before the first one?</param>
/// <param name="HasNext">Are there lines after the last one?</param>
public sealed record RequestList(IReadOnlyList<RequestLine> Lines, bool HasPrevious, bool HasNext);

/// <summary>The request desk: open requests by the end of their time limit, or decided ones by number, newest first.</summary>
public sealed class ListRequests(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <param name="open">Requests that wait for an answer, or those that have one.</param>
    /// <param name="due">Of those that wait, only those with so many days left; null for all.</param>
    /// <param name="after">The page after this place; null for the first page.</param>
    /// <param name="before">The page before this place; only where <paramref name="after"/> is null.</param>
    public async Task<RequestList> Run(bool open, RequestDue? due, RequestPlace? after, RequestPlace? before, CancellationToken ct)
    {
        var backwards = after is null && before is not null;
        var found = db.Requests.AsNoTracking();
        if (open && due is { } days)
            found = found.Due(days, clock.Today());
        found = open ? Open(found, after, before, backwards) : Closed(found, after, before, backwards);
        var lines = await found.Take(PageSize + 1).Select(Line).ToListAsync(ct);
        var more = lines.Count > PageSize;
        if (more)
            lines.RemoveAt(PageSize);
        if (backwards)
            lines.Reverse();
        return new(lines, backwards ? more : after is not null, backwards || more);
    }

    private static readonly Expression<Func<DataSubjectRequest, RequestLine>> Line = r =>
        new RequestLine(r.Id, r.Number, r.Type, r.State, r.Channel, r.ReceivedOn, r.DeadlineOn, r.DecidedAt);

    private static IQueryable<DataSubjectRequest> Open(IQueryable<DataSubjectRequest> all, RequestPlace? after, RequestPlace? before, bool backwards)
    {
        all = all.Where(r => r.State == RequestState.Received || r.State == RequestState.WaitingForIdentity || r.State == RequestState.InHand);
        if (backwards)
            return all.Where(r => r.DeadlineOn < before!.DeadlineOn || (r.DeadlineOn == before.DeadlineOn && r.Number < before.Number)).OrderByDescending(r => r.DeadlineOn).ThenByDescending(r => r.Number);
        if (after is not null)
            all = all.Where(r => r.DeadlineOn > after.DeadlineOn || (r.DeadlineOn == after.DeadlineOn && r.Number > after.Number));
        return all.OrderBy(r => r.DeadlineOn).ThenBy(r => r.Number);
    }

    private static IQueryable<DataSubjectRequest> Closed(IQueryable<DataSubjectRequest> all, RequestPlace? after, RequestPlace? before, bool backwards)
    {
        all = all.Where(r => r.State == RequestState.Granted || r.State == RequestState.Refused || r.State == RequestState.Withdrawn);
        if (backwards)
            return all.Where(r => r.Number > before!.Number).OrderBy(r => r.Number);
        if (after is not null)
            all = all.Where(r => r.Number < after.Number);
        return all.OrderByDescending(r => r.Number);
    }
}

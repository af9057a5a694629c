using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// A line of the request desk. It has no name of the person: who asks is seen on the request's own page, where the look is logged.
/// </summary>
public sealed record RequestLine(
    RequestId Id, long Number, RequestType Type, RequestState State, Channel Channel, DateOnly ReceivedOn, DateOnly DeadlineOn, DateTime? DecidedAt,
    Guid? AssignedTo, DateOnly? TargetOn, bool HasNewMessage, bool ClockStands)
{
    /// <summary>Null until it is answered.</summary>
    public RequestDecision? Decision { get; init; }

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
        var shape = new Shape(filter.Open, filter.Type is not null, filter.State is not null, filter.AssignedTo is { } account ? account != Guid.Empty : null,
            filter.Open ? filter.Due : null, (after ?? before) is not null, backwards);
        var asked = RequestQuestion.On(clock.Today()) with
        {
            Type = filter.Type ?? default,
            State = filter.State ?? default,
            Account = filter.AssignedTo ?? default,
            DeadlineOn = (after ?? before)?.DeadlineOn ?? default,
            Number = (after ?? before)?.Number ?? default,
        };
        // There are a hundred shapes or so, and each is asked again and again.
        var query = db.Compiled($"CustomerRegister:ListRequests:{shape}", () => EF.CompileAsyncQuery(
            QueryParameters.Of<RequestQuestion, Func<RegisterContext, RequestType, RequestState, Guid, DateOnly, DateOnly, DateOnly, long, IQueryable<RequestLine>>>(Lines(shape, asked))));
        var lines = await query(db, asked.Type, asked.State, asked.Account, asked.Today, asked.Soon, asked.DeadlineOn, asked.Number).ToListAsync(ct);
        var more = lines.Count > PageSize;
        if (more)
            lines.RemoveAt(PageSize);
        if (backwards)
            lines.Reverse();
        return new(lines, backwards ? more : after is not null, backwards || more);
    }

    private IQueryable<RequestLine> Lines(Shape shape, RequestQuestion asked)
    {
        var found = Filtered(db.Requests.AsNoTracking(), shape, asked);
        return (shape.Open ? Open(found, shape, asked) : Closed(found, shape, asked)).Take(PageSize + 1)
            .Select(r => new RequestLine(r.Id, r.Number, r.Type, r.State, r.Channel, r.ReceivedOn, r.DeadlineOn, r.DecidedAt, r.AssignedTo, r.TargetOn, r.HasNewMessage, r.ClockStands)
            {
                Decision = r.Decision,
                Assignee = db.Users.Where(u => u.Id == r.AssignedTo).Select(u => u.FullName).FirstOrDefault(),
            })
            .WithKeptPlan();
    }

    private static IQueryable<DataSubjectRequest> Filtered(IQueryable<DataSubjectRequest> all, Shape shape, RequestQuestion asked)
    {
        if (shape.HasType)
            all = all.Where(r => r.Type == asked.Type);
        if (shape.HasState)
            all = all.Where(r => r.State == asked.State);
        if (shape.IsAssigned is { } assigned)
            all = assigned ? all.Where(r => r.AssignedTo == asked.Account) : all.Where(r => r.AssignedTo == null);
        return shape.Due is { } due ? all.Due(due, asked) : all;
    }

    private static IQueryable<DataSubjectRequest> Open(IQueryable<DataSubjectRequest> all, Shape shape, RequestQuestion asked)
    {
        // In the words of the index's own condition: see the mapping.
        all = all.Where(r => r.DecidedAt == null && r.WithdrawnAt == null);
        if (shape.IsBackwards)
            return all.Where(r => RowValue.IsBefore(r.DeadlineOn, r.Number, asked.DeadlineOn, asked.Number)).OrderByDescending(r => r.DeadlineOn).ThenByDescending(r => r.Number);
        if (shape.HasPlace)
            all = all.Where(r => RowValue.IsAfter(r.DeadlineOn, r.Number, asked.DeadlineOn, asked.Number));
        return all.OrderBy(r => r.DeadlineOn).ThenBy(r => r.Number);
    }

    private static IQueryable<DataSubjectRequest> Closed(IQueryable<DataSubjectRequest> all, Shape shape, RequestQuestion asked)
    {
        all = all.Where(r => r.DecidedAt != null || r.WithdrawnAt != null);
        if (shape.IsBackwards)
            return all.Where(r => r.Number > asked.Number).OrderBy(r => r.Number);
        if (shape.HasPlace)
            all = all.Where(r => r.Number < asked.Number);
        return all.OrderByDescending(r => r.Number);
    }

    /// <summary>Which conditions the query has.</summary>
    /// <param name="IsAssigned">Whether somebody takes care, or nobody; null where that is not asked.</param>
    private sealed record Shape(bool Open, bool HasType, bool HasState, bool? IsAssigned, RequestDue? Due, bool HasPlace, bool IsBackwards);
}

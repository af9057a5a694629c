namespace CustomerRegister.Requests;

/// <summary>Open requests by the days that are left of their time limit.</summary>
public enum RequestDue
{
    Overdue,

    /// <summary>Within <see cref="RequestsDue.SoonDays"/>, today among them.</summary>
    Soon,

    Later,
}

internal static class RequestsDue
{
    public const int SoonDays = 7;

    public static IQueryable<DataSubjectRequest> Due(this IQueryable<DataSubjectRequest> open, RequestDue due, RequestQuestion asked) => due switch
    {
        // While the clock stands, no deadline comes nearer.
        RequestDue.Overdue => open.Where(r => r.DeadlineOn < asked.Today && !r.ClockStands),
        RequestDue.Soon => open.Where(r => r.DeadlineOn >= asked.Today && r.DeadlineOn <= asked.Soon && !r.ClockStands),
        _ => open.Where(r => r.DeadlineOn > asked.Soon || r.ClockStands),
    };
}

/// <summary>The values that a list of requests is asked with. What is not asked has any value.</summary>
/// <param name="DeadlineOn">With <paramref name="Number"/>, the place that the list goes on from.</param>
internal sealed record RequestQuestion(RequestType Type, RequestState State, Guid Account, DateOnly Today, DateOnly Soon, DateOnly DeadlineOn, long Number)
{
    public static RequestQuestion On(DateOnly today) => new(default, default, default, today, today.AddDays(RequestsDue.SoonDays), default, default);
}

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

    public static IQueryable<DataSubjectRequest> Due(this IQueryable<DataSubjectRequest> open, RequestDue due, DateOnly today)
    {
        var soon = today.AddDays(SoonDays);
        return due switch
        {
            // While proof of identity is waited for, no deadline comes nearer.
            RequestDue.Overdue => open.Where(r => r.DeadlineOn < today && r.State != RequestState.WaitingForIdentity),
            RequestDue.Soon => open.Where(r => r.DeadlineOn >= today && r.DeadlineOn <= soon && r.State != RequestState.WaitingForIdentity),
            _ => open.Where(r => r.DeadlineOn > soon || r.State == RequestState.WaitingForIdentity),
        };
    }
}

namespace CustomerRegister.Consents;

/// <summary>Of decisions that are only added the newest holds: so no two of one customer about one thing may bear the same instant, whatever the clock says.</summary>
internal static class DecisionOrder
{
    /// <returns>Now, or the smallest instant that the databases tell from <paramref name="newest"/>, in UTC.</returns>
    public static DateTime After(this TimeProvider clock, DateTime? newest)
    {
        var now = clock.Now();
        return newest is { } last && now < last.AddMicroseconds(1) ? last.AddMicroseconds(1) : now;
    }
}

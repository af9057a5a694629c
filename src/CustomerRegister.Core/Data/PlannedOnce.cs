using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Data;

/// <summary>Queries by a key, for which the same plan is best whatever the value: a database that can keep plans need not make them anew each time.</summary>
/// <remarks>Not for searches, whose best plan hangs on how many match.</remarks>
public static class PlannedOnce
{
    /// <summary>How the SQL of such a query begins.</summary>
    public const string Mark = "planned once";

    /// <summary>Marks a query that is asked often.</summary>
    public static IQueryable<T> WithKeptPlan<T>(this IQueryable<T> query) => query.TagWith(Mark);
}

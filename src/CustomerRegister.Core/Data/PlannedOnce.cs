using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustomerRegister.Data;

/// <summary>Queries by a key, for which the same plan is best whatever the value: a database that can keep plans need not make them anew each time.</summary>
/// <remarks>Not for searches, whose best plan hangs on how many match.</remarks>
public static class PlannedOnce
{
    /// <summary>How the SQL of such a query begins.</summary>
    public const string Mark = "planned once";

    /// <summary>Marks a query that is asked often.</summary>
    public static IQueryable<T> WithKeptPlan<T>(this IQueryable<T> query) => query.TagWith(Mark);

    /// <summary>
    /// A query that pages ask again and again: to make it out of its expression anew each time takes more work than the rest of asking. It is compiled once for the model of
    /// each database, and tags itself with <see cref="Mark"/> where it deserves it.
    /// </summary>
    /// <param name="name">One of its own.</param>
    internal static TQuery Compiled<TQuery>(this RegisterContext db, string name, Func<TQuery> compile) where TQuery : Delegate =>
        ((IModel)db.Model).GetOrAddRuntimeAnnotationValue(name, static make => make!(), compile);
}

namespace CustomerRegister.Statistics;

/// <summary>How many people make a group that may be shown: a setting.</summary>
public sealed record SmallestGroup(int People)
{
    /// <summary>Of two, each would know the other.</summary>
    public const int Fewest = 3;

    public static SmallestGroup Usual { get; } = new(5);
}

/// <summary>Groups of which each may be shown.</summary>
/// <param name="Shown">By themselves.</param>
/// <param name="Joined">As one group only, without their names; empty where there is none, and where even together they are not shown.</param>
public sealed record GroupsToShow<T>(IReadOnlyList<T> Shown, IReadOnlyList<T> Joined);

/// <summary>
/// The one rule of statistics that lead to nobody (N3). Groups of few people are joined to one. The smallest of the others join them, those of one size all at once, until
/// the joined group has people enough and parts of more than one size: then any part could as well have the size of another, so what is shown, whatever is added up
/// or taken away, tells the size of none. Where that cannot be, nothing is shown.
/// </summary>
public static class SmallGroups
{
    /// <summary>As much of a sum one person may make up, in per cent: of a larger share the sum would nearly tell that person's.</summary>
    public const int LargestShare = 70;

    /// <summary>The sum where no one person's part of it is too large; else null.</summary>
    public static decimal? Undominated(decimal? sum, decimal largest) => sum is { } known && largest * 100 > known * LargestShare ? null : sum;

    /// <param name="people">How many people a group has; one without people is left out.</param>
    /// <param name="recur">Whether a person may be in several groups: joined, they are then only known to be as many as in the largest.</param>
    public static GroupsToShow<T> Hide<T>(IEnumerable<T> groups, Func<T, int> people, SmallestGroup smallest, bool recur = false)
    {
        var all = groups.Where(g => people(g) > 0).ToList();
        var limit = all.Exists(g => people(g) < smallest.People) ? smallest.People - 1 : 0;
        while (true)
        {
            var (joined, shown) = (all.Where(g => people(g) <= limit).ToList(), all.Where(g => people(g) > limit).ToList());
            if (joined.Count == 0 || IsEnough(joined))
                return new(shown, joined);
            if (shown.Count == 0)
                return new([], []);
            limit = shown.Min(people);
        }

        bool IsEnough(List<T> joined) => joined.Select(people).Distinct().Count() > 1 && (recur ? joined.Max(people) : joined.Sum(people)) >= smallest.People;
    }
}

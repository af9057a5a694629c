using CustomerRegister.PersonalData;

namespace CustomerRegister.Retention;

/// <summary>How long each category of one person's data is kept, as the card tells it beside the data (N20).</summary>
/// <param name="Period">Counted from the end of the relationship.</param>
/// <param name="DueOn">The first day on which the data may be erased; null while the relationship is in force.</param>
/// <param name="Longer">The grounds that keep a category beyond <paramref name="DueOn"/>, as they are known today; none for the others.</param>
public sealed record CustomerRetention(RetentionPeriod Period, DateOnly? DueOn, IReadOnlyDictionary<DataCategory, IReadOnlyList<Ground>> Longer)
{
    /// <summary>The erasure by which the data goes before its period is over; null when none is approved.</summary>
    public ErasureAhead? Erasure { get; init; }

    /// <param name="erasures">Those that the person got and that are not over.</param>
    public static CustomerRetention Of(ErasureFacts facts, IReadOnlyCollection<ErasureAhead> erasures, DateOnly? relationshipEnd, DateOnly today, RetentionRules rules) =>
        Of(facts, relationshipEnd, today, rules) with { Erasure = erasures.OrderBy(e => e.IsBegun).ThenBy(e => e.DueAt).FirstOrDefault() };

    private static CustomerRetention Of(ErasureFacts facts, DateOnly? relationshipEnd, DateOnly today, RetentionRules rules)
    {
        if (relationshipEnd is not { } end)
            return new(rules.CustomerData, null, new Dictionary<DataCategory, IReadOnlyList<Ground>>());
        var due = rules.CustomerData.After(end);
        var plan = ErasurePlan.Of(facts, due > today ? due : today, rules);
        return new(rules.CustomerData, due, plan.Decisions.Where(d => !d.IsErased).ToDictionary(d => d.Category, d => d.Grounds));
    }
}

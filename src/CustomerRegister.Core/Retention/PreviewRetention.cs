using System.Runtime.CompilerServices;
using CustomerRegister.Customers;

namespace CustomerRegister.Retention;

/// <summary>What a retention run would do, in numbers of people; one who is due by several rules counts for each.</summary>
/// <param name="Grounds">How many people each kind of ground keeps something of; a person may have several.</param>
public sealed record RetentionForecast(DateOnly AsOf, int Due, int Erased, int Kept, IReadOnlyDictionary<GroundKind, int> Grounds);

/// <summary>Computes what a retention run as of a day would do, without writing anything. The day may lie ahead.</summary>
public sealed class PreviewRetention(Data.RegisterContext db, RetentionRules rules, ForeseeErasures foresee, ForeseeRecords records)
{
    public Task<RetentionForecast> Run(DateOnly asOf, CancellationToken ct) => Run(asOf, null, ct);

    /// <param name="rule">The one rule that is looked at; null for all that need approval.</param>
    public async Task<RetentionForecast> Run(DateOnly asOf, RetentionRule? rule, CancellationToken ct)
    {
        var (due, erased) = (0, 0);
        var grounds = new SortedDictionary<GroundKind, int>();
        foreach (var one in rules.OfRun(rule))
        {
            await foreach (var people in Of(one, asOf, ct))
            {
                due += people.Count;
                erased += people.Count(p => p.Erased);
                foreach (var kind in people.Where(p => !p.Erased).SelectMany(p => p.Grounds.Select(g => g.Kind).Distinct()))
                    grounds[kind] = grounds.GetValueOrDefault(kind) + 1;
                db.ChangeTracker.Clear();
            }
        }

        return new(asOf, due, erased, due - erased, grounds);
    }

    private async IAsyncEnumerable<IReadOnlyList<(bool Erased, IEnumerable<Ground> Grounds)>> Of(RetentionRule rule, DateOnly asOf, [EnumeratorCancellation] CancellationToken ct)
    {
        if (rule == RetentionRule.CustomerData)
        {
            await foreach (var plans in foresee.All(asOf, ct))
                yield return [.. plans.Select(p => (p.ErasesEverything, p.Grounds))];
            yield break;
        }

        CustomerId? after = null;
        while (await records.Next(rule, asOf, after, ct) is { Count: > 0 } people)
        {
            yield return [.. people.Select(p => (p.Grounds.Count == 0, (IEnumerable<Ground>)p.Grounds))];
            after = people[^1].CustomerId;
        }
    }
}

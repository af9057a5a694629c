namespace CustomerRegister.Retention;

/// <summary>What a retention run would do, in numbers of people.</summary>
/// <param name="Grounds">How many people each kind of ground keeps something of; a person may have several.</param>
public sealed record RetentionForecast(DateOnly AsOf, int Due, int Erased, int Kept, IReadOnlyDictionary<GroundKind, int> Grounds);

/// <summary>Computes what a retention run as of a day would do, without writing anything. The day may lie ahead.</summary>
public sealed class PreviewRetention(Data.RegisterContext db, ForeseeErasures foresee)
{
    public async Task<RetentionForecast> Run(DateOnly asOf, CancellationToken ct)
    {
        var (due, erased) = (0, 0);
        var grounds = new SortedDictionary<GroundKind, int>();
        await foreach (var plans in foresee.All(asOf, ct))
        {
            due += plans.Count;
            erased += plans.Count(p => p.ErasesEverything);
            foreach (var kind in plans.Where(p => !p.ErasesEverything).SelectMany(p => p.Grounds.Select(g => g.Kind).Distinct()))
                grounds[kind] = grounds.GetValueOrDefault(kind) + 1;
            db.ChangeTracker.Clear();
        }

        return new(asOf, due, erased, due - erased, grounds);
    }
}

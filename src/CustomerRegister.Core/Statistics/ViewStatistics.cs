using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Statistics;

/// <param name="CountedAt">In UTC; null while there is nothing to show.</param>
public sealed record StatisticsView(ILookup<StatisticTopic, StatisticFigure> Figures, DateTime? CountedAt, int SmallestGroup);

/// <summary>Counts of nobody in particular, so nothing is logged.</summary>
public sealed class ViewStatistics(RegisterContext db, SmallestGroup smallest)
{
    public async Task<StatisticsView> Run(CancellationToken ct)
    {
        var figures = await db.StatisticFigures.AsNoTracking().OrderBy(f => f.Topic).ThenBy(f => f.Position).ToListAsync(ct);
        return new(figures.ToLookup(f => f.Topic), figures.Count == 0 ? null : figures[0].CountedAt, smallest.People);
    }
}

using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Statistics;

/// <summary>What is counted. Relationships in force and those that have ended are counted apart, so that no figure of one, taken from one of the other, tells of few people.</summary>
public enum StatisticTopic
{
    InForceByStart,
    InForceByLanguage,
    InForceByArea,
    EndedByYear,
    Orders,
    VisitsByMonth,
    ViewsByPage,
}

/// <summary>A line of a statistic as it was last counted: only what may be shown is stored (N3).</summary>
public sealed class StatisticFigure
{
    /// <summary>In characters.</summary>
    public const int LongestKey = 20;

    private StatisticFigure() { }

    public StatisticTopic Topic { get; private set; }
    /// <summary>The order of the lines, from one.</summary>
    public int Position { get; private set; }
    /// <summary>
    /// A year (2024) or a month (2026-05), a <see cref="CustomerRegister.Language"/>, the first two digits of a Finnish postal code or the code of a country; empty where it is not known. Null is
    /// all the small groups together. Of visits, a month or the beginning of a page's address (/my/requests).
    /// </summary>
    public string? Key { get; private set; }
    /// <summary>Of people; of the topics of orders and visits, of orders, visits and views of pages.</summary>
    public int Count { get; private set; }
    /// <summary>Without freight and value added tax; null where nothing is summed, and where one person makes up most of it: see <see cref="SmallGroups.Undominated"/>.</summary>
    public decimal? Sum { get; private set; }
    /// <summary>ISO 4217; null where nothing is summed.</summary>
    public string? Currency { get; private set; }
    public DateTime CountedAt { get; private set; }

    internal static StatisticFigure Of(StatisticTopic topic, int position, string? key, int count, decimal? sum, string? currency, DateTime at) =>
        new() { Topic = topic, Position = position, Key = key, Count = count, Sum = sum, Currency = currency, CountedAt = at };
}

internal sealed class StatisticFigureMapping : IEntityTypeConfiguration<StatisticFigure>
{
    public void Configure(EntityTypeBuilder<StatisticFigure> builder)
    {
        builder.HasKey(f => new { f.Topic, f.Position });
        builder.Property(f => f.Key).HasMaxLength(StatisticFigure.LongestKey);
        builder.Property(f => f.Currency).HasMaxLength(3);
        builder.HoldsNoCustomerData("Counts of many people, and none of few.");
        builder.NeedsNoAudit("Counted anew every night.");
    }
}

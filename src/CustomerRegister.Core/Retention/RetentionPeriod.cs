using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Retention;

/// <summary>
/// How long something is kept: an ISO 8601 duration in calendar years, months, weeks and days, such as <c>P10Y</c>, <c>P1Y6M</c> or <c>P30D</c>.
/// Hours and fractions are refused: retention is counted in days.
/// </summary>
/// <remarks>
/// Twelve months are a year and a week is seven days, so <c>P18M</c> equals <c>P1Y6M</c> and <c>P2W</c> equals <c>P14D</c>;
/// thirty days are no month. <c>P0D</c> means not at all.
/// </remarks>
public sealed record RetentionPeriod
{
    /// <summary>The longest stored text, in characters: <c>P999Y11M99999D</c>.</summary>
    public const int MaxLength = 16;

    private const int MaxYears = 999;
    private const int MaxDays = 99_999;

    private readonly int _months;
    private readonly int _days;

    private RetentionPeriod(int months, int days)
    {
        _months = months;
        _days = days;
    }

    public int Years => _months / 12;

    /// <summary>Months beside the whole years, 0 to 11.</summary>
    public int Months => _months % 12;

    public int Days => _days;

    /// <summary>The canonical text: <c>P1Y6M</c>.</summary>
    public string Value
    {
        get
        {
            if (_months == 0 && _days == 0)
                return "P0D";
            return "P" + Part(Years, 'Y') + Part(Months, 'M') + Part(Days, 'D');
            static string Part(int count, char unit) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">A part is negative, or the whole longer than 999 years or 99,999 days.</exception>
    public static RetentionPeriod Of(int years = 0, int months = 0, int days = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(years);
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(years * 12L + months, MaxYears * 12L + 11, nameof(months));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        return new RetentionPeriod(years * 12 + months, days);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out RetentionPeriod? period)
    {
        period = null;
        var rest = text.AsSpan().Trim();
        if (rest.Length < 3 || rest[0] is not ('P' or 'p'))
            return false;
        rest = rest[1..];

        const string units = "YMWD";
        Span<long> counts = stackalloc long[units.Length];
        var next = 0;
        while (rest.Length > 0)
        {
            var length = rest.IndexOfAnyExceptInRange('0', '9');
            if (length is < 1 or > 5)
                return false;
            var unit = units.IndexOf(char.ToUpperInvariant(rest[length]), StringComparison.Ordinal);
            // Each unit once, the longer before the shorter.
            if (unit < next)
                return false;
            counts[unit] = int.Parse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture);
            next = unit + 1;
            rest = rest[(length + 1)..];
        }

        var months = counts[0] * 12 + counts[1];
        var days = counts[2] * 7 + counts[3];
        if (months > MaxYears * 12 + 11 || days > MaxDays)
            return false;
        period = new RetentionPeriod((int)months, (int)days);
        return true;
    }

    /// <exception cref="FormatException">The text is no duration in years, months, weeks and days.</exception>
    public static RetentionPeriod Parse(string? text) =>
        TryParse(text, out var period) ? period : throw new FormatException("Not a retention period.");

    /// <summary>Takes back what <see cref="Value"/> gave.</summary>
    public static RetentionPeriod FromStored(string stored) => Parse(stored);

    /// <summary>
    /// The last day of the period that begins on that day: the months first, clamped to the month's end (29 February and a year
    /// is 28 February), then the days.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The day would be after the year 9999.</exception>
    public DateOnly After(DateOnly start) => start.AddMonths(_months).AddDays(_days);

    /// <summary>
    /// The latest start whose period has ended by that day: <c>After(start) &lt;= day</c> just when <c>start &lt;= LatestStart(day)</c>.
    /// So a query can compare a column with one date.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The start would be before the year 1.</exception>
    public DateOnly LatestStart(DateOnly day)
    {
        var start = day.AddDays(-_days).AddMonths(-_months);
        // Clamping makes up to four starts end on the same day.
        while (After(start.AddDays(1)) <= day)
            start = start.AddDays(1);
        return start;
    }

    public override string ToString() => Value;
}

/// <summary>Stores <see cref="RetentionPeriod.Value"/>.</summary>
public sealed class RetentionPeriodConverter()
    : ValueConverter<RetentionPeriod, string>(v => v.Value, s => RetentionPeriod.FromStored(s));

using CustomerRegister.Retention;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Retention;

public sealed class RetentionPeriod_tests
{
    [Theory]
    [InlineData("P10Y", "P10Y", 10, 0, 0)]
    [InlineData("P6Y", "P6Y", 6, 0, 0)]
    [InlineData("P1Y6M", "P1Y6M", 1, 6, 0)]
    [InlineData("P18M", "P1Y6M", 1, 6, 0)]
    [InlineData("P12M", "P1Y", 1, 0, 0)]
    [InlineData("P30D", "P30D", 0, 0, 30)]
    [InlineData("P2W", "P14D", 0, 0, 14)]
    [InlineData("p1y2m3w4d", "P1Y2M25D", 1, 2, 25)]
    [InlineData(" P010Y ", "P10Y", 10, 0, 0)]
    [InlineData("P0Y", "P0D", 0, 0, 0)]
    [InlineData("P999Y11M99999D", "P999Y11M99999D", 999, 11, 99999)]
    public void Period_is_read_and_written_in_canonical_form(string text, string value, int years, int months, int days)
    {
        var period = RetentionPeriod.Parse(text);
        Assert.Equal(value, period.ToString());
        Assert.Equal((years, months, days), (period.Years, period.Months, period.Days));
        Assert.Equal(RetentionPeriod.Of(years, months, days), period);
        Assert.True(period.Value.Length <= RetentionPeriod.MaxLength);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("10Y")]
    [InlineData("PY")]
    [InlineData("P10")]
    [InlineData("P1M1Y")]
    [InlineData("P1Y1Y")]
    [InlineData("P-1Y")]
    [InlineData("P1.5Y")]
    [InlineData("PT1H")]
    [InlineData("P1YT1H")]
    [InlineData("P1X")]
    [InlineData("P1000Y")]
    [InlineData("P99999W")]
    [InlineData("P999999D")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(RetentionPeriod.TryParse(text, out _));
        Assert.Throws<FormatException>(() => RetentionPeriod.Parse(text));
    }

    [Fact]
    public void Negative_parts_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RetentionPeriod.Of(months: -1));

    [Theory]
    [InlineData("P10Y", "1998-05-05", "2008-05-05")]
    [InlineData("P1Y", "2024-02-29", "2025-02-28")]
    [InlineData("P4Y", "2024-02-29", "2028-02-29")]
    [InlineData("P1M", "2025-01-31", "2025-02-28")]
    [InlineData("P1M1D", "2025-01-31", "2025-03-01")]
    [InlineData("P30D", "2025-01-31", "2025-03-02")]
    [InlineData("P0D", "2025-01-31", "2025-01-31")]
    public void Period_ends_on_the_same_day_number_clamped_to_the_months_end(string period, string start, string end) =>
        Assert.Equal(DateOnly.Parse(end, null), RetentionPeriod.Parse(period).After(DateOnly.Parse(start, null)));

    [Theory]
    [InlineData("P10Y", "2026-11-22", "2016-11-22")]
    [InlineData("P1M", "2025-02-28", "2025-01-31")]
    [InlineData("P1M", "2025-03-31", "2025-02-28")]
    [InlineData("P1Y", "2025-02-28", "2024-02-29")]
    [InlineData("P1Y", "2024-02-29", "2023-02-28")]
    public void Latest_start_is_the_last_whose_period_has_ended(string period, string day, string start) =>
        Assert.Equal(DateOnly.Parse(start, null), RetentionPeriod.Parse(period).LatestStart(DateOnly.Parse(day, null)));

    [Fact]
    public void Comparing_with_the_latest_start_always_says_the_same_as_adding_the_period()
    {
        var cases =
            from months in Gen.Choose(0, 150)
            from days in Gen.Choose(0, 70)
            from day in Gen.Choose(new DateOnly(2015, 1, 1).DayNumber, new DateOnly(2035, 1, 1).DayNumber).Select(DateOnly.FromDayNumber)
            select (Period: RetentionPeriod.Of(months: months, days: days), Day: day);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var latest = c.Period.LatestStart(c.Day);
            return Enumerable.Range(-40, 80).Select(latest.AddDays)
                .All(start => (c.Period.After(start) <= c.Day) == (start <= latest));
        }));
    }

    [Fact]
    public void Stored_period_comes_back_unchanged()
    {
        var converter = new RetentionPeriodConverter();
        var period = RetentionPeriod.Parse("P1Y6M");
        Assert.Equal("P1Y6M", converter.ConvertToProvider(period));
        Assert.Equal(period, converter.ConvertFromProvider("P1Y6M"));
    }
}

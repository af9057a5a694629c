using System.Globalization;
using CustomerRegister.Retention;

namespace CustomerRegister.Tests.Retention;

public sealed class AccountingPeriods_tests
{
    [Theory]
    [InlineData("2019-01-01", 12, 31, "2019-12-31")]
    [InlineData("2019-12-31", 12, 31, "2019-12-31")]
    [InlineData("2019-06-30", 6, 30, "2019-06-30")]
    [InlineData("2019-07-01", 6, 30, "2020-06-30")]
    [InlineData("2019-03-01", 2, 28, "2020-02-29")]
    [InlineData("2020-02-29", 2, 28, "2020-02-29")]
    [InlineData("2020-03-01", 2, 29, "2021-02-28")]
    [InlineData("2019-04-16", 4, 15, "2020-04-15")]
    public void Financial_year_ends_on_its_day(string day, int endMonth, int endDay, string end) =>
        Assert.Equal(Day(end), AccountingPeriods.FinancialYearEnd(Day(day), endMonth, endDay));

    [Theory]
    [InlineData("2019-01-01", 12, 31, "2029-12-31")]
    [InlineData("2019-06-30", 6, 30, "2029-06-30")]
    [InlineData("2019-07-01", 6, 30, "2030-06-30")]
    [InlineData("2018-02-28", 2, 28, "2028-02-29")]
    [InlineData("2020-02-29", 2, 28, "2030-02-28")]
    public void Books_are_kept_ten_years_from_the_end_of_the_financial_year(string day, int endMonth, int endDay, string until) =>
        Assert.Equal(Day(until), AccountingPeriods.BooksKeptUntil(Day(day), endMonth, endDay));

    [Fact]
    public void Financial_year_ends_with_the_calendar_year_unless_told_otherwise()
    {
        Assert.Equal(new DateOnly(2019, 12, 31), AccountingPeriods.VoucherYearEnd(new(2019, 7, 1)));
        Assert.Equal(new DateOnly(2029, 12, 31), AccountingPeriods.BooksKeptUntil(new(2019, 7, 1)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(13, 1)]
    [InlineData(4, 31)]
    [InlineData(2, 30)]
    [InlineData(1, 0)]
    public void Day_that_no_calendar_has_is_refused(int endMonth, int endDay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AccountingPeriods.FinancialYearEnd(new(2019, 1, 1), endMonth, endDay));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

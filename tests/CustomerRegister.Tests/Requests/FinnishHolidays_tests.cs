using CustomerRegister.Requests;

namespace CustomerRegister.Tests.Requests;

public sealed class FinnishHolidays_tests
{
    [Theory]
    [InlineData("2019-04-21")]
    [InlineData("2020-04-12")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2038-04-25")]
    [InlineData("2008-03-23")]
    [InlineData("1954-04-18")]
    [InlineData("1981-04-19")]
    [InlineData("2285-03-22")]
    public void Easter_sunday_is_where_the_almanac_has_it(string day)
    {
        var easter = DateOnly.ParseExact(day, "yyyy-MM-dd");
        Assert.Equal(FinnishHoliday.EasterSunday, FinnishHolidays.On(easter));
        Assert.Single(FinnishHolidays.Of(easter.Year), h => h.Holiday == FinnishHoliday.EasterSunday && h.Day == easter);
    }

    [Fact]
    public void Year_2026_has_the_holidays_of_the_almanac() =>
        Assert.Equal(
            [
                (new(2026, 1, 1), FinnishHoliday.NewYearsDay),
                (new(2026, 1, 6), FinnishHoliday.Epiphany),
                (new(2026, 4, 3), FinnishHoliday.GoodFriday),
                (new(2026, 4, 5), FinnishHoliday.EasterSunday),
                (new(2026, 4, 6), FinnishHoliday.EasterMonday),
                (new(2026, 5, 1), FinnishHoliday.MayDay),
                (new(2026, 5, 14), FinnishHoliday.AscensionDay),
                (new(2026, 5, 24), FinnishHoliday.WhitSunday),
                (new(2026, 6, 19), FinnishHoliday.MidsummerEve),
                (new(2026, 6, 20), FinnishHoliday.MidsummerDay),
                (new(2026, 10, 31), FinnishHoliday.AllSaintsDay),
                (new(2026, 12, 6), FinnishHoliday.IndependenceDay),
                (new(2026, 12, 24), FinnishHoliday.ChristmasEve),
                (new(2026, 12, 25), FinnishHoliday.ChristmasDay),
                (new DateOnly(2026, 12, 26), FinnishHoliday.BoxingDay),
            ],
            FinnishHolidays.Of(2026));

    [Theory]
    [InlineData(2020, 19, 31, 10)]
    [InlineData(2022, 24, 5, 11)]
    [InlineData(2027, 25, 6, 11)]
    public void Midsummer_and_all_saints_keep_to_their_weekdays(int year, int midsummerEve, int allSaints, int allSaintsMonth)
    {
        var holidays = FinnishHolidays.Of(year).ToDictionary(h => h.Holiday, h => h.Day);
        Assert.Equal(new DateOnly(year, 6, midsummerEve), holidays[FinnishHoliday.MidsummerEve]);
        Assert.Equal(new DateOnly(year, 6, midsummerEve + 1), holidays[FinnishHoliday.MidsummerDay]);
        Assert.Equal(new DateOnly(year, allSaintsMonth, allSaints), holidays[FinnishHoliday.AllSaintsDay]);
    }

    [Fact]
    public void Asking_for_one_day_agrees_with_the_list_of_the_year()
    {
        for (var year = 1992; year <= 2100; year++)
        {
            var listed = FinnishHolidays.Of(year).ToLookup(h => h.Day, h => h.Holiday);
            for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
                Assert.Equal(listed[day].Select(h => (FinnishHoliday?)h).Min(), FinnishHolidays.On(day));
        }
    }

    [Fact]
    public void May_day_on_ascension_day_is_told_once_when_asked_and_twice_when_listed()
    {
        // Easter was on 23 March in 2008.
        Assert.Equal(FinnishHoliday.MayDay, FinnishHolidays.On(new(2008, 5, 1)));
        Assert.Equal(2, FinnishHolidays.Of(2008).Count(h => h.Day == new DateOnly(2008, 5, 1)));
    }

    [Theory]
    [InlineData("2026-04-02", true)]
    [InlineData("2026-04-03", false)]
    [InlineData("2026-04-04", false)]
    [InlineData("2026-04-07", true)]
    [InlineData("2026-06-19", false)]
    [InlineData("2026-12-23", true)]
    [InlineData("2026-12-24", false)]
    [InlineData("2026-12-31", true)]
    public void Working_days_are_neither_weekend_nor_holiday(string day, bool isWorkingDay) =>
        Assert.Equal(isWorkingDay, FinnishHolidays.IsWorkingDay(DateOnly.ParseExact(day, "yyyy-MM-dd")));

    [Fact]
    public void Next_working_day_is_the_day_itself_or_the_first_after_the_holidays()
    {
        Assert.Equal(new DateOnly(2025, 12, 23), FinnishHolidays.NextWorkingDayOnOrAfter(new(2025, 12, 23)));
        Assert.Equal(new DateOnly(2025, 12, 29), FinnishHolidays.NextWorkingDayOnOrAfter(new(2025, 12, 24)));
    }
}

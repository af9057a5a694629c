namespace CustomerRegister.Requests;

/// <summary>The days on which, beside Saturdays and Sundays, a time limit cannot end in Finland.</summary>
public enum FinnishHoliday
{
    NewYearsDay,
    Epiphany,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    MayDay,
    AscensionDay,
    WhitSunday,
    MidsummerEve,
    MidsummerDay,
    AllSaintsDay,
    IndependenceDay,
    ChristmasEve,
    ChristmasDay,
    BoxingDay,
}

/// <summary>
/// Working days as time limits know them. A limit that ends on a holiday, Independence Day, May Day, Christmas Eve,
/// Midsummer Eve, Saturday or Sunday ends on the next working day: Finnish Act on the Calculation of Statutory Time Limits
/// (150/1930), section 5; Regulation (EEC, Euratom) No 1182/71, Article 3(4).
/// </summary>
/// <remarks>
/// The rules are those of today. They hold from 1992, when Epiphany and Ascension Day came back from Saturdays to their own days.
/// </remarks>
public static class FinnishHolidays
{
    /// <summary>All holidays of a year in the order of the calendar.</summary>
    /// <param name="year">1 to 9999.</param>
    public static IReadOnlyList<(DateOnly Day, FinnishHoliday Holiday)> Of(int year)
    {
        var easter = EasterSunday(year);
        List<(DateOnly Day, FinnishHoliday Holiday)> days =
        [
            (new(year, 1, 1), FinnishHoliday.NewYearsDay),
            (new(year, 1, 6), FinnishHoliday.Epiphany),
            (easter.AddDays(-2), FinnishHoliday.GoodFriday),
            (easter, FinnishHoliday.EasterSunday),
            (easter.AddDays(1), FinnishHoliday.EasterMonday),
            (new(year, 5, 1), FinnishHoliday.MayDay),
            (easter.AddDays(39), FinnishHoliday.AscensionDay),
            (easter.AddDays(49), FinnishHoliday.WhitSunday),
            (OnOrAfter(DayOfWeek.Friday, new(year, 6, 19)), FinnishHoliday.MidsummerEve),
            (OnOrAfter(DayOfWeek.Saturday, new(year, 6, 20)), FinnishHoliday.MidsummerDay),
            (OnOrAfter(DayOfWeek.Saturday, new(year, 10, 31)), FinnishHoliday.AllSaintsDay),
            (new(year, 12, 6), FinnishHoliday.IndependenceDay),
            (new(year, 12, 24), FinnishHoliday.ChristmasEve),
            (new(year, 12, 25), FinnishHoliday.ChristmasDay),
            (new(year, 12, 26), FinnishHoliday.BoxingDay),
        ];
        // May Day and Ascension Day can fall together or change places.
        days.Sort((a, b) => a.Day.CompareTo(b.Day));
        return days;
    }

    /// <summary>The holiday of that day, or null. Where two fall together, the one that comes first in <see cref="FinnishHoliday"/>.</summary>
    public static FinnishHoliday? On(DateOnly day)
    {
        switch (day.Month, day.Day)
        {
            case (1, 1): return FinnishHoliday.NewYearsDay;
            case (1, 6): return FinnishHoliday.Epiphany;
            case (5, 1): return FinnishHoliday.MayDay;
            case (12, 6): return FinnishHoliday.IndependenceDay;
            case (12, 24): return FinnishHoliday.ChristmasEve;
            case (12, 25): return FinnishHoliday.ChristmasDay;
            case (12, 26): return FinnishHoliday.BoxingDay;
            case (6, >= 19 and <= 25) when day.DayOfWeek == DayOfWeek.Friday: return FinnishHoliday.MidsummerEve;
            case (6, >= 20 and <= 26) when day.DayOfWeek == DayOfWeek.Saturday: return FinnishHoliday.MidsummerDay;
            case (10, 31) or (11, <= 6) when day.DayOfWeek == DayOfWeek.Saturday: return FinnishHoliday.AllSaintsDay;
        }

        return (day.DayNumber - EasterSunday(day.Year).DayNumber) switch
        {
            -2 => FinnishHoliday.GoodFriday,
            0 => FinnishHoliday.EasterSunday,
            1 => FinnishHoliday.EasterMonday,
            39 => FinnishHoliday.AscensionDay,
            49 => FinnishHoliday.WhitSunday,
            _ => null,
        };
    }

    public static bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && On(day) is null;

    public static DateOnly NextWorkingDayOnOrAfter(DateOnly day)
    {
        while (!IsWorkingDay(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>Easter Sunday of the Gregorian calendar, by the computation of Meeus, Jones and Butcher.</summary>
    private static DateOnly EasterSunday(int year)
    {
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var golden = year % 19;
        var moonCorrection = (century - (century + 8) / 25 + 1) / 3;
        var epact = (19 * golden + century - century / 4 - moonCorrection + 15) % 30;
        var toSunday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
        var late = (golden + 11 * epact + 22 * toSunday) / 451;
        var (month, dayBefore) = Math.DivRem(epact + toSunday - 7 * late + 114, 31);
        return new DateOnly(year, month, dayBefore + 1);
    }

    private static DateOnly OnOrAfter(DayOfWeek weekday, DateOnly day) =>
        day.AddDays(((int)weekday - (int)day.DayOfWeek + 7) % 7);
}

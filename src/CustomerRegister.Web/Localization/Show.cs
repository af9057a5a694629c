using System.Globalization;

namespace CustomerRegister.Web.Localization;

/// <summary>Values as a reader sees them, in the current culture; instants as the clock on the wall in Helsinki shows them.</summary>
public static class Show
{
    /// <summary>22.11.2026, or 22 November 2026.</summary>
    public static string Day(this DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

    /// <summary>The same with its day of the week: maanantai 28.12.2026.</summary>
    public static string Weekday(this DateOnly day) => day.ToString("dddd", CultureInfo.CurrentCulture) + "\u00a0" + day.Day();

    /// <summary>The day in Helsinki on which the instant fell.</summary>
    /// <param name="utc">An instant in UTC.</param>
    public static string Day(this DateTime utc) => InHelsinki(utc).ToString("d", CultureInfo.CurrentCulture);

    /// <summary>22.11.2026 klo 14.05, or 22 November 2026, 14:05.</summary>
    /// <param name="utc">An instant in UTC.</param>
    public static string Moment(this DateTime utc)
    {
        var local = InHelsinki(utc);
        var culture = CultureInfo.CurrentCulture;
        var separator = culture.TwoLetterISOLanguageName == "en" ? ", " : " ";
        return local.ToString("d", culture) + separator + local.ToString("t", culture);
    }

    /// <summary>1 234,50 €, or €1,234.50; of another currency than the euro, its code in the place of the sign.</summary>
    /// <param name="amount">Shown with two decimals.</param>
    /// <param name="currency">An ISO 4217 code.</param>
    public static string Money(this decimal amount, string currency) => Money(amount, currency, "C2");

    /// <summary>A price of one piece: as money, but with four decimals where two would not tell it.</summary>
    /// <param name="currency">An ISO 4217 code.</param>
    public static string Price(this decimal amount, string currency) => Money(amount, currency, decimal.Round(amount, 2) == amount ? "C2" : "C4");

    private static string Money(decimal amount, string currency, string digits)
    {
        var format = CultureInfo.CurrentCulture.NumberFormat;
        if (currency != "EUR")
        {
            format = (NumberFormatInfo)format.Clone();
            format.CurrencySymbol = currency;
            if (format.CurrencyPositivePattern == 0)
            {
                format.CurrencyPositivePattern = 2;
                format.CurrencyNegativePattern = 9;
            }
        }

        return amount.ToString(digits, format).Replace(' ', '\u00a0');
    }

    /// <summary>25,5 %, or 25.5%.</summary>
    /// <param name="fraction">0.255 is 25.5 per cent.</param>
    public static string Percent(this decimal fraction)
    {
        var culture = CultureInfo.CurrentCulture;
        return (fraction * 100).ToString("0.##", culture) + (culture.TwoLetterISOLanguageName == "en" ? "%" : "\u00a0%");
    }

    /// <summary>A count or measure, without needless decimals.</summary>
    public static string Amount(this decimal quantity) => quantity.ToString("#,##0.####", CultureInfo.CurrentCulture);

    private static DateTime InHelsinki(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), HelsinkiTime.Zone);
}

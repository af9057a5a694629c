using System.Globalization;

namespace CustomerRegister.Web.Localization;

/// <summary>Values as a reader sees them, in the current culture; instants as the clock on the wall in Helsinki shows them.</summary>
public static class Show
{
    /// <summary>22.11.2026, or 22 November 2026.</summary>
    public static string Day(this DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

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
    public static string Money(this decimal amount, string currency)
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

        return amount.ToString("C2", format).Replace(' ', '\u00a0');
    }

    private static DateTime InHelsinki(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), HelsinkiTime.Zone);
}

using System.Globalization;

namespace CustomerRegister.Web.Localization;

/// <summary>
/// The cultures of the pages. Each is the platform's culture with the dates, times and currency that a reader in Finland
/// expects, whatever the platform's own data says.
/// </summary>
public static class RegisterCultures
{
    private const string NoBreakSpace = "\u00a0";

    /// <summary>22.11.2026, klo 14.05, 1 234,50 €.</summary>
    public static CultureInfo Finnish { get; } = Nordic("fi-FI", "'klo' H.mm");

    /// <summary>22.11.2026, kl. 14.05, 1 234,50 €.</summary>
    public static CultureInfo Swedish { get; } = Nordic("sv-FI", "'kl.' H.mm");

    /// <summary>22 November 2026, 14:05, €1,234.50.</summary>
    public static CultureInfo English { get; } = British();

    public static IReadOnlyList<CultureInfo> All { get; } = [Finnish, Swedish, English];

    /// <summary>The culture whose language a language tag such as <c>sv-SE</c> names; null when the register does not speak it.</summary>
    public static CultureInfo? ForTag(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAny('-', '_');
        var language = end < 0 ? tag : tag[..end];
        foreach (var culture in All)
        {
            if (language.Equals(culture.TwoLetterISOLanguageName, StringComparison.OrdinalIgnoreCase))
                return culture;
        }

        return null;
    }

    /// <summary>The language's name in itself, as the language switch shows it.</summary>
    public static string OwnName(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "sv" => "Svenska",
        "en" => "English",
        _ => "Suomi",
    };

    private static CultureInfo Nordic(string name, string shortTime)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
        culture.DateTimeFormat.ShortDatePattern = "d.M.yyyy";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.ShortTimePattern = shortTime;
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = NoBreakSpace;
        culture.NumberFormat.CurrencyDecimalSeparator = ",";
        culture.NumberFormat.CurrencyGroupSeparator = NoBreakSpace;
        culture.NumberFormat.CurrencySymbol = "€";
        culture.NumberFormat.CurrencyPositivePattern = 3;
        culture.NumberFormat.CurrencyNegativePattern = 8;
        return CultureInfo.ReadOnly(culture);
    }

    private static CultureInfo British()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("en-GB").Clone();
        culture.DateTimeFormat.ShortDatePattern = "d MMMM yyyy";
        culture.DateTimeFormat.ShortTimePattern = "HH:mm";
        culture.NumberFormat.CurrencySymbol = "€";
        culture.NumberFormat.CurrencyPositivePattern = 0;
        culture.NumberFormat.CurrencyNegativePattern = 1;
        return CultureInfo.ReadOnly(culture);
    }
}

using System.Globalization;

namespace CustomerRegister;

/// <summary>The languages of the register: of its pages, and of what is written to a person.</summary>
public enum Language
{
    Fi,
    Sv,
    En,
}

public static class Languages
{
    public static string Code(this Language language) => language switch
    {
        Language.Sv => "sv",
        Language.En => "en",
        _ => "fi",
    };

    /// <summary>The language of a culture; Finnish for one that the register does not speak.</summary>
    public static Language Of(CultureInfo culture) => culture.TwoLetterISOLanguageName switch
    {
        "sv" => Language.Sv,
        "en" => Language.En,
        _ => Language.Fi,
    };
}

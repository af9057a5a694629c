using System.Globalization;
using System.Resources;

namespace CustomerRegister.Requests;

/// <summary>Texts of letters in the person's language, whatever the language of who writes them.</summary>
internal static class LetterTexts
{
    private static readonly ResourceManager Texts = new(typeof(LetterTexts).FullName!, typeof(LetterTexts).Assembly);

    public static string In(Language language, string key, params object[] values) =>
        Find(language, key, values) ?? throw new ArgumentException($"There is no letter text named {key}.", nameof(key));

    /// <returns>Null where there is no such text.</returns>
    public static string? Find(Language language, string key, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language.Code());
        return Texts.GetString(key, culture) is { } text ? string.Format(culture, text, values) : null;
    }
}

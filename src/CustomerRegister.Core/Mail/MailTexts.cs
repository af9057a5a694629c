using System.Globalization;
using System.Resources;

namespace CustomerRegister.Mail;

/// <summary>Texts of mails in the recipient's language, whatever the language of who causes them.</summary>
public static class MailTexts
{
    private static readonly ResourceManager Texts = new(typeof(MailTexts).FullName!, typeof(MailTexts).Assembly);

    public static string In(Language language, string key, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language.Code());
        var text = Texts.GetString(key, culture) ?? throw new ArgumentException($"There is no mail text named {key}.", nameof(key));
        return string.Format(culture, text, values);
    }

    /// <summary>22.11.2026, or 22 November 2026: as a reader in Finland expects it, whatever the platform says.</summary>
    public static string Day(DateOnly day, Language language) =>
        day.ToString(language == Language.En ? "d MMMM yyyy" : "d.M.yyyy", CultureInfo.InvariantCulture);
}

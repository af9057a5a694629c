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
}

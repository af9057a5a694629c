using System.Globalization;
using CustomerRegister.Web.Localization;

namespace CustomerRegister.Tests.Support;

/// <summary>Runs the rest of a test in one of the register's languages: <c>Speaking.Swedish();</c> Other tests keep theirs.</summary>
public static class Speaking
{
    public static void Finnish() => Set(RegisterCultures.Finnish);

    public static void Swedish() => Set(RegisterCultures.Swedish);

    public static void English() => Set(RegisterCultures.English);

    /// <param name="language">Two letters, such as <c>sv</c>.</param>
    public static void In(string language) => Set(RegisterCultures.ForTag(language) ?? throw new ArgumentException(language));

    private static void Set(CultureInfo culture) => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
}

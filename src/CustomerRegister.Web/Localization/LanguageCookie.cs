namespace CustomerRegister.Web.Localization;

/// <summary>Remembers the language that was chosen on the page. Set only on that choice, so it needs no consent.</summary>
public static class LanguageCookie
{
    public const string Name = "language";

    /// <param name="response">The response that carries the choice.</param>
    /// <param name="language">Two letters, such as <c>sv</c>.</param>
    public static void Set(HttpResponse response, string language) => response.Cookies.Append(Name, language, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(365),
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = response.HttpContext.Request.IsHttps,
    });
}

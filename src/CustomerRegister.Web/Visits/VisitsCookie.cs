using System.Buffers.Text;

namespace CustomerRegister.Web.Visits;

/// <summary>What a browser has been told about the logging of its visits.</summary>
public enum VisitsChoice
{
    /// <summary>Nothing: it is asked, and nothing is logged.</summary>
    NotMade,
    Refused,
    Allowed,

    /// <summary>The browser itself says no to everybody (Global Privacy Control): nothing is asked, and nothing logged whatever was chosen before.</summary>
    RefusedByBrowser,
}

/// <summary>
/// The one cookie about visits (N27, N29): the word <c>no</c> or, where logging is allowed, the random key by which the pages of a visit belong together. It is set only by the choice itself.
/// </summary>
public static class VisitsCookie
{
    public const string Name = "visits";

    /// <summary>Then the browser forgets the choice, either one, and is asked again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private const string No = "no";

    public static VisitsChoice ChoiceOf(HttpRequest request) =>
        request.Headers["Sec-GPC"] == "1" ? VisitsChoice.RefusedByBrowser
        : request.Cookies[Name] == No ? VisitsChoice.Refused
        : VisitorOf(request) is not null ? VisitsChoice.Allowed
        : VisitsChoice.NotMade;

    /// <summary>The hash of the browser's key, also where logging is refused by now; null where it has none, or one that is not ours.</summary>
    public static string? VisitorOf(HttpRequest request) =>
        request.Cookies[Name] is { Length: 43 } key && Base64Url.IsValid(key) ? LinkSecret.HashOf(key) : null;

    public static void Refuse(HttpContext http) => Set(http, No);

    /// <summary>Gives the browser a key, where it has none yet.</summary>
    public static void Allow(HttpContext http)
    {
        if (VisitorOf(http.Request) is null)
            Set(http, LinkSecret.New().Text);
    }

    private static void Set(HttpContext http, string value) => http.Response.Cookies.Append(Name, value, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
    });
}

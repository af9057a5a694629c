using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;

namespace CustomerRegister.Web.Visits;

/// <summary>Every cookie that the program sets, as the notice and the page about cookies list them.</summary>
public static class UsedCookies
{
    /// <summary>For what is only remembered, or needed to work: they ask for no consent.</summary>
    public static IReadOnlyList<string> Necessary { get; } =
    [
        "antiforgery", LanguageCookie.Name, DoneMessage.Cookie, PortalCookie.Name, PortalBrowser.Cookie, "portal-app-code", PortalPasskeys.Cookie, "portal-provider", VisitorCookie.Name,
    ];

    /// <summary>Remembers the choice and, only where it is allowed, tells pages of one visit from those of others.</summary>
    public static IReadOnlyList<string> ByChoice { get; } = [VisitsCookie.Name];

    /// <summary>Set only for those who sign in as staff.</summary>
    public static IReadOnlyList<string> OfStaff { get; } = ["staff", "staff-code", "staff-passkey"];

    public static IEnumerable<string> All => [.. Necessary, .. ByChoice, .. OfStaff];
}

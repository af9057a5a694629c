using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.Retention;
using CustomerRegister.Visits;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using CustomerRegister.Web.Visits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages;

/// <summary>Which cookies there are and for what, the choice about visits, and what was logged of this browser's (N27 to N30).</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[FormOfAnyPage]
public sealed class CookiesModel(
    ViewCollected collected, ForgetCollected forget, ReadNotice notice, RetentionRules rules, DataNames names, TermNames terms, IStringLocalizer<PublicTexts> texts) : PageModel
{
    public VisitsChoice Choice { get; private set; }
    public CollectedVisits Collected { get; private set; } = new([], 0);

    /// <summary>The words of the consent to joining visits to one's customer data.</summary>
    public Purpose? Joining { get; private set; }

    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    /// <summary>How long visits are kept, in words.</summary>
    public string Period => terms.Duration(rules.Visits);

    public async Task OnGetAsync(CancellationToken ct)
    {
        Choice = VisitsCookie.ChoiceOf(Request);
        if (VisitsCookie.VisitorOf(Request) is { } visitor)
            Collected = await collected.Run(visitor, ct);
        Joining = (await notice.Run(ct)).JoiningVisits;
    }

    /// <param name="allow">Whether visits may be logged.</param>
    /// <param name="back">Where the choice was made.</param>
    public async Task<IActionResult> OnPostChooseAsync(bool allow, string? back, CancellationToken ct)
    {
        // Whoever no longer allows it has no key left by which to find what was logged: it goes with the key.
        if (!allow && VisitsCookie.VisitorOf(Request) is { } visitor)
            await forget.Run(visitor, ct);
        if (allow)
            VisitsCookie.Allow(HttpContext);
        else
            VisitsCookie.Refuse(HttpContext);
        this.SayDone(texts[allow ? "CookiesAllowedDone" : "CookiesRefusedDone"]);
        return Url.IsLocalUrl(back) ? LocalRedirect(back) : RedirectToPage();
    }

    public async Task<IActionResult> OnPostForgetAsync(CancellationToken ct)
    {
        if (VisitsCookie.VisitorOf(Request) is { } visitor)
            await forget.Run(visitor, ct);
        this.SayDone(texts["CookiesForgottenDone"]);
        return RedirectToPage();
    }

    public string Named(CollectedPage page) => names.Page(page.Page);

    public string Lasted(CollectedPage page) => page.Seconds is { } seconds ? DataNames.Duration(seconds) : texts["CookiesNotKnown"];
}

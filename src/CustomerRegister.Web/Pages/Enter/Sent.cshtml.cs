using CustomerRegister.Portal;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>After asking for a link: what happens next, for everybody in the same words, and where the code is typed by whoever reads mail on another device.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalSignIn)]
public sealed class SentModel(EnterPortal enter, IStringLocalizer<PublicTexts> texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public int Minutes => (int)SendPortalLink.LinkLifetime.TotalMinutes;
    public int CodeMinutes => (int)PortalCode.Lifetime.TotalMinutes;

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError(nameof(Code), texts["EnterCodeMissing"]);
            return Page();
        }

        var outcome = await enter.WithCode(PortalBrowser.KeyOf(Request), Code, PortalBrowser.PlaceOf(HttpContext), ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(nameof(Code), texts["EnterCodeRefused"]);
            return Page();
        }

        await PortalCookie.SignIn(HttpContext, outcome.Value);
        return LocalRedirect(OwnPlaces.After(ReturnUrl));
    }
}

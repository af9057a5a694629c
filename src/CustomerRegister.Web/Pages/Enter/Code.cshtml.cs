using CustomerRegister.Portal;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>The second step after a password: the code of the authenticator app.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalSignIn)]
public sealed class CodeModel(SignInCustomer signIn, StartPortalSession start, IStringLocalizer<PublicTexts> texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() => await PortalCookie.AwaitsCode(HttpContext) is null ? RedirectToPage("/Enter/Password") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await PortalCookie.AwaitsCode(HttpContext) is not { } customer)
            return RedirectToPage("/Enter/Password");
        if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError(nameof(Code), texts["EnterCodeMissing"]);
            return Page();
        }

        if (!(await signIn.CheckCode(customer, Code, ct)).Succeeded)
        {
            ModelState.AddModelError(nameof(Code), texts["EnterCodeRefused"]);
            return Page();
        }

        await PortalCookie.SignIn(HttpContext, await start.Run(customer, SignInMethod.PasswordAndCode, PortalBrowser.PlaceOf(HttpContext), ct));
        return LocalRedirect(OwnPlaces.After(ReturnUrl));
    }
}

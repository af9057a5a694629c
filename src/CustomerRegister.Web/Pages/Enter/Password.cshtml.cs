using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>Signing in with the password or a passkey that a customer has chosen. One answer for an unknown address, a wrong password and a lock.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalSignIn)]
public sealed class PasswordModel(SignInCustomer signIn, StartPortalSession start, PortalPasskeys passkeys, IStringLocalizer<PublicTexts> texts) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!EmailAddress.TryParse(Email, out var email))
            ModelState.AddModelError(nameof(Email), texts[string.IsNullOrWhiteSpace(Email) ? "EnterEmailMissing" : "EnterEmailWrong"]);
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), texts["EnterPasswordMissing"]);
        if (!ModelState.IsValid)
            return Page();
        var outcome = Password!.Length > PasswordRule.Longest ? PortalSignInRefusal.Refused : await signIn.Run(email!, Password, ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(nameof(Password), texts["EnterPasswordRefused"]);
            return Page();
        }

        if (outcome.Value.NeedsCode)
        {
            await PortalCookie.AwaitCode(HttpContext, outcome.Value.Customer);
            return RedirectToPage("/Enter/Code", OwnPlaces.Accepts(ReturnUrl) ? new { ReturnUrl } : null);
        }

        await PortalCookie.SignIn(HttpContext, await start.Run(outcome.Value.Customer, SignInMethod.Password, PortalBrowser.PlaceOf(HttpContext), ct));
        return LocalRedirect(OwnPlaces.After(ReturnUrl));
    }

    /// <summary>What the browser needs to ask for a passkey.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await passkeys.OfferToSignIn(HttpContext), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await passkeys.SignedIn(HttpContext, Credential, ct) is not { } customer)
        {
            ModelState.AddModelError("", texts["EnterPasskeyFailed"]);
            return Page();
        }

        await PortalCookie.SignIn(HttpContext, await start.Run(customer, SignInMethod.Passkey, PortalBrowser.PlaceOf(HttpContext), ct));
        return LocalRedirect(OwnPlaces.After(ReturnUrl));
    }
}

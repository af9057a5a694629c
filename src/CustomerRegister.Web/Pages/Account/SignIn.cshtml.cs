using CustomerRegister.Credentials;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>Where staff sign in: by name and password, with a code to follow where the account has a second factor, or by a passkey alone.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.StaffSignIn)]
public sealed class SignInModel(
    SignInStaff signIn, StartStaffSession start, SignInManager<StaffAccount> passkeys, UserManager<StaffAccount> accounts, TimeProvider clock, IStringLocalizer<AccountTexts> texts) : PageModel
{
    // What a browser sends is 1 to 2 kilobytes.
    private const int LongestCredential = 20_000, LongestName = 320;

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Email))
            ModelState.AddModelError(nameof(Email), texts["SignIn.EmailMissing"]);
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), texts["SignIn.PasswordMissing"]);
        if (!ModelState.IsValid)
            return Page();
        if (Email!.Length > LongestName || Password!.Length > PasswordRule.Longest)
            return Refused();

        var outcome = await signIn.Run(Email, Password, ct);
        if (!outcome.Succeeded)
            return Refused();
        if (outcome.Value.NeedsCode)
        {
            await StaffCookie.AwaitCode(HttpContext, outcome.Value.Account.Id);
            return Redirect($"/account/code{QueryString.Create("returnUrl", Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/staff")}");
        }

        await StaffCookie.SignIn(HttpContext, await start.Run(outcome.Value.Account, StaffSignInMethod.Password, DeviceName.Of(Request), ct));
        return Onwards();
    }

    /// <summary>What the browser needs to ask for a passkey: any that this person has, so that no name is asked for.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await passkeys.MakePasskeyRequestOptionsAsync(null), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (string.IsNullOrEmpty(Credential) || Credential.Length > LongestCredential)
            return Refused("Passkey.Failed");
        PasskeyAssertionResult<StaffAccount> result;
        try
        {
            result = await passkeys.PerformPasskeyAssertionAsync(Credential);
        }
        catch (InvalidOperationException)
        {
            // The challenge was never asked for here, or ran out.
            return Refused("Passkey.Failed");
        }

        if (!result.Succeeded || !result.User.IsActiveOn(clock.Today()))
            return Refused("Passkey.Failed");
        // Its counter moves on; an older one would tell of a copy.
        await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        await HttpContext.SignOutAsync(Schemes.StaffCode);
        await StaffCookie.SignIn(HttpContext, await start.Run(result.User, StaffSignInMethod.Passkey, DeviceName.Of(Request), ct));
        return Onwards();
    }

    private LocalRedirectResult Onwards() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/staff");

    // The same answer for an unknown name, a wrong password, a locked and an ended account.
    private PageResult Refused(string key = "SignIn.Refused")
    {
        ModelState.AddModelError(nameof(Email), texts[key]);
        return Page();
    }
}

using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>The second step of signing in: the code of the app, or a recovery code.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.StaffSignIn)]
public sealed class CodeModel(CheckSecondFactor check, StartStaffSession start, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() =>
        await StaffCookie.AwaitsCode(HttpContext) is null ? Redirect("/account/signin") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await StaffCookie.AwaitsCode(HttpContext) is not { } staffId)
            return Redirect("/account/signin");
        if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError(nameof(Code), texts["Code.Missing"]);
            return Page();
        }

        var outcome = await check.Run(staffId, Code, ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(nameof(Code), texts["Code.Refused"]);
            return Page();
        }

        await HttpContext.SignOutAsync(Schemes.StaffCode);
        await StaffCookie.SignIn(HttpContext, await start.Run(outcome.Value, CheckSecondFactor.MethodOf(Code), DeviceName.Of(Request), ct));
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/staff");
    }
}

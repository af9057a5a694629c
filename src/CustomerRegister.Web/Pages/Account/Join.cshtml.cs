using System.ComponentModel.DataAnnotations;
using CustomerRegister.Credentials;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>Where a staff invitation leads: its owner chooses a password.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.StaffSignIn)]
public sealed class JoinModel(JoinStaff join, SignInStaff signIn, StartStaffSession start, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    [BindProperty, Required, StringLength(PasswordRule.Longest)]
    public string? Password { get; set; }

    public bool LinkWorks { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        LinkWorks = await join.Find(Secret, ct) is { StaffId: not null };
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        LinkWorks = await join.Find(Secret, ct) is { StaffId: not null };
        if (!LinkWorks || !ModelState.IsValid)
            return Page();
        var outcome = await join.ChoosePassword(Secret, Password!, ct);
        if (outcome.Succeeded)
        {
            // A mailed link stands in for the password only.
            if (await signIn.HasSecondFactor(outcome.Value.Id, ct))
            {
                this.SayDone(texts["Join.SignInNow"]);
                return Redirect("/account/signin");
            }

            await StaffCookie.SignIn(HttpContext, await start.Run(outcome.Value, StaffSignInMethod.Link, DeviceName.Of(Request), ct));
            return Redirect("/staff");
        }

        LinkWorks = outcome.Refusal is not (JoinRefusal.LinkUsedOrExpired or JoinRefusal.AlreadySetUp);
        if (LinkWorks)
            ModelState.AddModelError(nameof(Password), texts[$"Weak.{outcome.Refusal}"]);
        return Page();
    }
}

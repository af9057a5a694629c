using System.ComponentModel.DataAnnotations;
using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>Where the one-time set-up link leads: the first administrator opens their own account.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.StaffSignIn)]
public sealed class SetupModel(JoinStaff join, StartStaffSession start, ControllerDetails controller, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? FullName { get; set; }

    [BindProperty, Required]
    public string? Email { get; set; }

    [BindProperty, Required, StringLength(PasswordRule.Longest)]
    public string? Password { get; set; }

    public bool LinkWorks { get; private set; }
    public string Employer => controller.Name;

    public async Task OnGetAsync(CancellationToken ct)
    {
        LinkWorks = await join.Find(Secret, ct) is { StaffId: null };
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        LinkWorks = await join.Find(Secret, ct) is { StaffId: null };
        if (!LinkWorks)
            return Page();
        EmailAddress? email = null;
        if (!string.IsNullOrWhiteSpace(Email) && !EmailAddress.TryParse(Email, out email))
            ModelState.AddModelError(nameof(Email), texts["EmailWrong"]);
        if (!ModelState.IsValid)
            return Page();

        var outcome = await join.SetUp(Secret, FullName!, email!, Password!, ct);
        if (outcome.Succeeded)
        {
            await StaffCookie.SignIn(HttpContext, await start.Run(outcome.Value, StaffSignInMethod.Link, DeviceName.Of(Request), ct));
            return Redirect("/admin");
        }

        LinkWorks = outcome.Refusal is not (JoinRefusal.LinkUsedOrExpired or JoinRefusal.AlreadySetUp);
        if (LinkWorks)
            ModelState.AddModelError(nameof(Password), texts[$"Weak.{outcome.Refusal}"]);
        return Page();
    }
}

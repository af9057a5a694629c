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

[Authorize(Policies.StaffSignedIn)]
[EnableRateLimiting(RateLimits.StaffSignIn)]
public sealed class PasswordModel(CurrentStaff current, ChangePassword change, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty, Required, StringLength(PasswordRule.Longest)]
    public string? Current { get; set; }

    [BindProperty, Required, StringLength(PasswordRule.Longest)]
    public string? Chosen { get; set; }

    /// <summary>Tells a password manager whose password it is.</summary>
    public string Email { get; private set; } = "";

    public async Task OnGetAsync() => Email = (await current.Get()).Account.Email!;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        Email = staff.Account.Email!;
        if (!ModelState.IsValid)
            return Page();
        var outcome = await change.Run(staff.Session, Current!, Chosen!, staff.Account.AsActor("account"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Password.Done"]);
            return Redirect("/account");
        }

        ModelState.AddModelError(outcome.Refusal == ChangePasswordRefusal.CurrentWrong ? nameof(Current) : nameof(Chosen), texts[$"Weak.{outcome.Refusal}"]);
        return Page();
    }
}

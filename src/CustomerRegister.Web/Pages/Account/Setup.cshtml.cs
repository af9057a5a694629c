using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>Where the one-time set-up link leads: the first administrator opens their own account.</summary>
[AllowAnonymous]
public sealed class SetupModel(JoinStaff join, SignInManager<StaffAccount> signIn, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? FullName { get; set; }

    [BindProperty, Required]
    public string? Email { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Employer { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Password { get; set; }

    public bool LinkWorks { get; private set; }

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

        var outcome = await join.SetUp(Secret, FullName!, email!, Employer!, Password!, ct);
        if (outcome.Succeeded)
        {
            await signIn.SignInAsync(outcome.Value, isPersistent: false);
            return Redirect("/account/undertaking?returnUrl=%2Fadmin");
        }

        if (outcome.Refusal == JoinRefusal.PasswordRefused)
            ModelState.AddModelError(nameof(Password), texts["PasswordRefused"]);
        else
            LinkWorks = false;
        return Page();
    }
}

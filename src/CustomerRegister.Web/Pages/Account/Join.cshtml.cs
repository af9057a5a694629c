using System.ComponentModel.DataAnnotations;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

/// <summary>Where a staff invitation leads: its owner chooses a password.</summary>
[AllowAnonymous]
public sealed class JoinModel(JoinStaff join, SignInManager<StaffAccount> signIn, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    [BindProperty, Required, StringLength(200)]
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
            await signIn.SignInAsync(outcome.Value, isPersistent: false);
            return Redirect("/account/undertaking");
        }

        if (outcome.Refusal == JoinRefusal.PasswordRefused)
            ModelState.AddModelError(nameof(Password), texts["PasswordRefused"]);
        else
            LinkWorks = false;
        return Page();
    }
}

using System.ComponentModel.DataAnnotations;
using CustomerRegister.Credentials;
using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Security;

/// <summary>Where a customer chooses a password, or another one.</summary>
[Authorize(Policies.Portal)]
[FreshProof]
[EnableRateLimiting(RateLimits.PortalSignIn)]
public sealed class PasswordModel(CurrentCustomer current, ViewPortalAccess view, ChoosePortalPassword choose, IStringLocalizer<SecurityTexts> texts) : PageModel
{
    [BindProperty, Required, StringLength(PasswordRule.Longest)]
    public string? Chosen { get; set; }

    /// <summary>Tells a password manager whose password it is.</summary>
    public string? Email { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Email = (await view.Run(current.Id, ct)).Email;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await choose.Run(current.Stay, Chosen!, current.Actor("own-data"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["PasswordDone"]);
                return Redirect("~/my/security");
            }

            ModelState.AddModelError(nameof(Chosen), texts[$"Weak{outcome.Refusal}"]);
        }

        Email = (await view.Run(current.Id, ct)).Email;
        return Page();
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Notices;
using CustomerRegister.Portal;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>Where a customer asks for a link into the portal. The answer is the same whether the register knows the address or not.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalLinks)]
public sealed class IndexModel(AskForPortalLink ask, LinksPerAddress limit, ControllerDetails controller, IStringLocalizer<PublicTexts> texts) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    public string ControllerName => controller.Name;
    public int Minutes => (int)AskForPortalLink.LinkLifetime.TotalMinutes;

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!EmailAddress.TryParse(Email, out var email))
        {
            ModelState.AddModelError(nameof(Email), texts[string.IsNullOrWhiteSpace(Email) ? "EnterEmailMissing" : "EnterEmailWrong"]);
            return Page();
        }

        if (!limit.Allows(email))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        await ask.Run(email, ct);
        return RedirectToPage("/Enter/Sent");
    }
}

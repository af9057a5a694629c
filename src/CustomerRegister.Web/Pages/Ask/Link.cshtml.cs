using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>Asks for a new link to a request that was made without signing in. The answer is the same whether there is one or not.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalLinks)]
public sealed class LinkModel(AskForLink ask, LinksPerAddress limit, IStringLocalizer<AskTexts> texts) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    public bool IsSent { get; private set; }

    public void OnGet(bool sent) => IsSent = sent;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!EmailAddress.TryParse(Email, out var email))
        {
            ModelState.AddModelError(nameof(Email), texts["EmailWrong"]);
            return Page();
        }

        if (!limit.Allows(email))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        await ask.Run(email, browserKey: null, ct);
        return Redirect("~/request/link?sent=true");
    }
}

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

/// <summary>Where a customer asks for a link and a code into the portal. The answer is the same whether the register knows the address or not.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalLinks)]
public sealed class IndexModel(AskForLink ask, LinksPerAddress limit, ControllerDetails controller, IStringLocalizer<PublicTexts> texts) : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Where one wanted to go; it survives the code, but not the link, which may be opened elsewhere.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Whether this browser's session has just ended because another address is on record.</summary>
    [BindProperty(SupportsGet = true)]
    public bool AddressChanged { get; set; }

    public string ControllerName => controller.Name;

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
        await ask.Run(email, PortalBrowser.NewKey(HttpContext), ct);
        return RedirectToPage("/Enter/Sent", OwnPlaces.Accepts(ReturnUrl) ? new { ReturnUrl } : null);
    }
}

/// <summary>Where the portal leads after signing in.</summary>
public static class OwnPlaces
{
    /// <summary>Only addresses of the customer's own pages are followed: nobody is led elsewhere by a link that somebody else made.</summary>
    public static bool Accepts(string? address) =>
        address is not null && address.StartsWith("/my", StringComparison.OrdinalIgnoreCase) && (address.Length == 3 || address[3] is '/' or '?') && !address.Contains('\\', StringComparison.Ordinal);

    public static string After(string? address) => Accepts(address) ? address! : "/my";
}

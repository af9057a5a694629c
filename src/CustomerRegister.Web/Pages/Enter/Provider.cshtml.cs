using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>Leads to the identity provider, where one is configured, and says so when nothing came of it.</summary>
[AllowAnonymous]
public sealed class ProviderModel(IdentityProviderSettings settings) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string Name => settings.Name;

    /// <summary>The key of the text that says why one is here again; null for whoever has yet to go.</summary>
    public string? Refused { get; private set; }

    public IActionResult OnGet(string? refused)
    {
        Refused = refused switch
        {
            "unknown" => "EnterProviderUnknown",
            "failed" => "EnterProviderFailed",
            _ => null,
        };
        return settings.IsOn ? Page() : NotFound();
    }

    public IActionResult OnGetStart() => settings.IsOn
        ? Challenge(new AuthenticationProperties { RedirectUri = OwnPlaces.After(ReturnUrl) }, Schemes.IdentityProvider)
        : NotFound();
}

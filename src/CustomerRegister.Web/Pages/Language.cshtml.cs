using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages;

/// <summary>Takes the choice of the language switch and goes back to where it was made.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[FormOfAnyPage]
public sealed class LanguageModel : PageModel
{
    public IActionResult OnGet() => Redirect("~/");

    public IActionResult OnPost(string? language, string? back)
    {
        if (RegisterCultures.ForTag(language) is { } culture)
            LanguageCookie.Set(Response, culture.TwoLetterISOLanguageName);
        return Url.IsLocalUrl(back) ? LocalRedirect(back) : Redirect("~/");
    }
}

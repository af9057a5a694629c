using CustomerRegister.Portal;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Enter;

/// <summary>Where a mailed link leads. Opening it shows a button only, for mail scanners open links; pressing the button uses it.</summary>
[AllowAnonymous]
public sealed class LinkModel(EnterPortal enter) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Secret { get; set; }

    public bool LinkWorks { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => LinkWorks = await enter.Works(Secret, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await enter.Run(Secret, PortalBrowser.PlaceOf(HttpContext), ct);
        if (!outcome.Succeeded)
            return Page();
        await PortalCookie.SignIn(HttpContext, outcome.Value);
        return Redirect("~/my");
    }
}

using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My;

/// <summary>The way out: ends the session in the register, so that no copy of the cookie opens anything, and takes the cookie away.</summary>
[Authorize(Policies.Portal)]
public sealed class SignOutModel(CurrentCustomer current, LeavePortal leave, IStringLocalizer<MyTexts> texts) : PageModel
{
    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await leave.Run(current.Session, current.Actor("own-data"), ct);
        await HttpContext.SignOutAsync(Schemes.Portal);
        this.SayDone(texts["SignedOut"]);
        return Redirect("~/");
    }
}

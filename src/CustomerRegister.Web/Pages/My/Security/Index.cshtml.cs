using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Security;

/// <summary>How a customer gets in, and in which browsers they are signed in: each can be signed out, and all at once.</summary>
[Authorize(Policies.Portal)]
public sealed class IndexModel(CurrentCustomer current, ViewPortalAccess view, EndPortalSessions end, IStringLocalizer<SecurityTexts> texts) : PageModel
{
    public PortalAccess Access { get; private set; } = null!;
    public PortalSessionId Current => current.Session;

    public async Task OnGetAsync(CancellationToken ct) => Access = await view.Run(current.Id, ct);

    public async Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken ct)
    {
        if (await end.Run(current.Id, current.Actor("own-data"), ct, only: new PortalSessionId(session)) == 0)
            return NotFound();
        this.SayDone(texts["EndDone"]);
        return Redirect("~/my/security");
    }

    public async Task<IActionResult> OnPostEndAllAsync(CancellationToken ct)
    {
        await end.Run(current.Id, current.Actor("own-data"), ct);
        await HttpContext.SignOutAsync(Schemes.Portal);
        this.SayDone(texts["EndAllDone"]);
        return Redirect("~/");
    }
}

using System.ComponentModel.DataAnnotations;
using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Security;

/// <summary>Adds a passkey to a customer's ways in. Needs script, as passkeys do.</summary>
[Authorize(Policies.Portal)]
[FreshProof]
public sealed class PasskeyModel(CurrentCustomer current, PortalPasskeys passkeys, KeepPortalKeys keys, IStringLocalizer<SecurityTexts> texts) : PageModel
{
    [BindProperty, Required, StringLength(60)]
    public string? Name { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public void OnGet()
    {
        ModelState.Clear();
        Name = texts["PasskeyDefaultName", DeviceName.Of(Request)].Value.Trim();
    }

    /// <summary>What the browser needs to make one.</summary>
    public async Task<IActionResult> OnPostOptionsAsync(CancellationToken ct) => Content(await passkeys.OfferToCreate(HttpContext, current.Id, ct), "application/json");

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        if (await passkeys.Created(HttpContext, current.Id, Name!.Trim(), Credential) is not { } passkey)
        {
            ModelState.AddModelError("", texts["PasskeyFailed"]);
            return Page();
        }

        await keys.AddPasskey(passkey, current.Actor("own-data"), ct);
        this.SayDone(texts["PasskeyDone"]);
        return Redirect("~/my/security");
    }
}

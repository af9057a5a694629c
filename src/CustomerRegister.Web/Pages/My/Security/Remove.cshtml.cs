using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Security;

public enum PortalWay
{
    Password,
    App,
    Passkey,
    Identity,
}

/// <summary>Asks before a way into the portal is taken away.</summary>
[Authorize(Policies.Portal)]
[FreshProof]
public sealed class RemoveModel(
    CurrentCustomer current, ViewPortalAccess view, ChoosePortalPassword password, SetUpPortalAuthenticator app, KeepPortalKeys keys, IStringLocalizer<SecurityTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public PortalWay What { get; set; }

    /// <summary>Which passkey or identification service.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Passkey { get; set; }

    /// <summary>Its name; empty for what there is one of.</summary>
    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var access = await view.Run(current.Id, ct);
        var name = What switch
        {
            PortalWay.Password => access.PasswordSince is null ? null : "",
            PortalWay.App => access.AuthenticatorSince is null ? null : "",
            PortalWay.Passkey => access.Passkeys.FirstOrDefault(p => p.Id.Value == Passkey)?.Name,
            PortalWay.Identity => access.Identities.FirstOrDefault(i => i.Id.Value == Passkey)?.Issuer,
            _ => null,
        };
        if (!ModelState.IsValid || name is null)
            return NotFound();
        Name = name;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return NotFound();
        var actor = current.Actor("own-data");
        await (What switch
        {
            PortalWay.Password => password.Drop(current.Stay, actor, ct),
            PortalWay.App => app.Remove(current.Id, actor, ct),
            PortalWay.Passkey => keys.RemovePasskey(current.Id, new PortalPasskeyId(Passkey), actor, ct),
            _ => keys.RemoveIdentity(current.Id, new PortalIdentityId(Passkey), actor, ct),
        });
        this.SayDone(texts["RemoveDone"]);
        return Redirect("~/my/security");
    }
}

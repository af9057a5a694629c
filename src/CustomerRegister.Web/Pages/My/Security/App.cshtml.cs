using CustomerRegister.Credentials;
using CustomerRegister.Notices;
using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Security;

/// <summary>Ties an authenticator app to the customer's password: a picture to scan or a key to type, and a first code as proof.</summary>
[Authorize(Policies.Portal)]
[FreshProof]
[EnableRateLimiting(RateLimits.PortalSignIn)]
public sealed class AppModel(
    CurrentCustomer current, ViewPortalAccess view, SetUpPortalAuthenticator setUp, ControllerDetails controller, IStringLocalizer<SecurityTexts> texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The key as text, in groups of four.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The picture, as SVG.</summary>
    public string QrCode { get; private set; } = "";

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => Show(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError(nameof(Code), texts["CodeMissing"]);
            return await Show(ct);
        }

        var outcome = await setUp.Confirm(current.Id, Code, current.Actor("own-data"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["AppDone"]);
            return Redirect("~/my/security");
        }

        ModelState.AddModelError(nameof(Code), texts["AppCodeWrong"]);
        return await Show(ct);
    }

    // Without a password there is nothing that the app would stand beside.
    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (await setUp.Offer(current.Id, ct) is not { } key)
            return Redirect("~/my/security");
        var email = (await view.Run(current.Id, ct)).Email ?? controller.RegisterName;
        Key = string.Join(' ', TimeBasedCode.Written(key).Chunk(4).Select(group => new string(group)));
        QrCode = AuthenticatorPicture.Of(TimeBasedCode.Address(controller.RegisterName, email, key), texts["AppPicture"]);
        return Page();
    }
}

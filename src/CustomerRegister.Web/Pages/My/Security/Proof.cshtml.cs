using CustomerRegister.Credentials;
using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Enter;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Security;

/// <summary>Asks whoever has been signed in for a while to prove who they are once more, and leads back to what they were doing.</summary>
[Authorize(Policies.Portal)]
[EnableRateLimiting(RateLimits.PortalSignIn)]
public sealed class ProofModel(
    CurrentCustomer current, ViewPortalAccess view, ProveAgain prove, PortalPasskeys passkeys, ProofCodesPerCustomer limit, IStringLocalizer<SecurityTexts> texts) : PageModel
{
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? AppCode { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public PortalAccess Access { get; private set; } = null!;

    /// <summary>Whether a code has been mailed for this browser.</summary>
    public bool IsCodeSent => PortalBrowser.KeyOf(Request) is not null;

    public async Task OnGetAsync(CancellationToken ct) => Access = await view.Run(current.Id, ct);

    public async Task<IActionResult> OnPostSendAsync(CancellationToken ct)
    {
        if (!limit.Allows(current.Id))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (await prove.SendCode(current.Id, PortalBrowser.NewKey(HttpContext), current.Actor("own-data"), ct))
            this.SayDone(texts["ProofSent"]);
        return Redirect($"~/my/proof{QueryString.Create("returnUrl", OwnPlaces.After(ReturnUrl))}");
    }

    public async Task<IActionResult> OnPostCodeAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Code))
            return await Wrong(nameof(Code), "CodeMissing", ct);
        var outcome = await prove.ByMailedCode(current.Stay, PortalBrowser.KeyOf(Request), Code, current.Actor("own-data"), ct);
        if (!outcome.Succeeded)
            return await Wrong(nameof(Code), "ProofCodeRefused", ct);
        PortalBrowser.Forget(HttpContext);
        return Onwards();
    }

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken ct)
    {
        if (string.IsNullOrEmpty(Password))
            return await Wrong(nameof(Password), "ProofPasswordMissing", ct);
        if (Password.Length > PasswordRule.Longest || !(await prove.ByPassword(current.Stay, Password, AppCode, current.Actor("own-data"), ct)).Succeeded)
            return await Wrong(nameof(Password), "ProofPasswordRefused", ct);
        return Onwards();
    }

    /// <summary>What the browser needs to ask for a passkey.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await passkeys.OfferToSignIn(HttpContext), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken ct)
    {
        if (await passkeys.SignedIn(HttpContext, Credential, ct) is not { } customer || customer != current.Id)
            return await Wrong("", "PasskeyFailed", ct);
        await prove.Proved(current.Stay, customer, current.Actor("own-data"), ct);
        return Onwards();
    }

    private LocalRedirectResult Onwards()
    {
        this.SayDone(texts["ProofDone"]);
        return LocalRedirect(OwnPlaces.After(ReturnUrl));
    }

    private async Task<PageResult> Wrong(string field, string text, CancellationToken ct)
    {
        ModelState.AddModelError(field, texts[text]);
        Access = await view.Run(current.Id, ct);
        return Page();
    }
}

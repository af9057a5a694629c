using CustomerRegister.Credentials;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account.SecondFactor;

/// <summary>Ties an authenticator app to one's account: a picture to scan or a key to type, and a first code as proof.</summary>
[Authorize(Policies.StaffEntering)]
[EnableRateLimiting(RateLimits.StaffSignIn)]
public sealed class AppModel(CurrentStaff current, SetUpAuthenticator setUp, ControllerDetails controller, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The key as text, in groups of four.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The picture, as SVG.</summary>
    public string QrCode { get; private set; } = "";

    public RecoveryCodes? Codes { get; private set; }

    public string Onwards => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/account/second-factor";

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError(nameof(Code), texts["Code.Missing"]);
        }
        else
        {
            var outcome = await setUp.Confirm(staff.Session, Code, staff.Account.AsActor("account"), ct);
            if (outcome.Succeeded)
            {
                Codes = outcome.Value;
                return Page();
            }

            ModelState.AddModelError(nameof(Code), texts["App.CodeWrong"]);
        }

        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        var account = (await current.Get()).Account;
        var key = await setUp.Offer(account.Id, ct);
        Key = string.Join(' ', TimeBasedCode.Written(key).Chunk(4).Select(group => new string(group)));
        QrCode = AuthenticatorPicture.Of(TimeBasedCode.Address(controller.RegisterName, account.Email!, key), texts["App.Picture"]);
    }
}

using System.ComponentModel.DataAnnotations;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account.SecondFactor;

/// <summary>Adds a passkey: a key that a device or a password manager keeps and opens by finger, face or PIN. Needs script, as passkeys do.</summary>
[Authorize(Policies.StaffEntering)]
public sealed class PasskeyModel(CurrentStaff current, SignInManager<StaffAccount> passkeys, AddPasskey add, IStringLocalizer<AccountTexts> texts) : PageModel
{
    private const int LongestCredential = 20_000;

    [BindProperty, Required, StringLength(60)]
    public string? Name { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public RecoveryCodes? Codes { get; private set; }

    public string Onwards => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/account/second-factor";

    public async Task OnGetAsync()
    {
        ModelState.Clear();
        Name = texts["Passkey.DefaultName", (await current.Get()).Session.Device];
    }

    /// <summary>What the browser needs to make one.</summary>
    public async Task<IActionResult> OnPostOptionsAsync()
    {
        var account = (await current.Get()).Account;
        return Content(await passkeys.MakePasskeyCreationOptionsAsync(new()
        {
            Id = account.Id.ToString(),
            Name = account.Email!,
            DisplayName = account.FullName,
        }), "application/json");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        var staff = await current.Get();
        if (await Verify() is not { } passkey)
        {
            ModelState.AddModelError("", texts["Passkey.AddFailed"]);
            return Page();
        }

        passkey.Name = Name!.Trim();
        Codes = await add.Run(staff.Session, passkey, staff.Account.AsActor("account"), ct);
        if (Codes is not null)
            return Page();
        this.SayDone(texts["Passkey.Done"]);
        return LocalRedirect(Onwards);

        async Task<UserPasskeyInfo?> Verify()
        {
            if (string.IsNullOrEmpty(Credential) || Credential.Length > LongestCredential)
                return null;
            try
            {
                var result = await passkeys.PerformPasskeyAttestationAsync(Credential);
                return result.Succeeded && result.UserEntity.Id == staff.Account.Id.ToString() ? result.Passkey : null;
            }
            catch (InvalidOperationException)
            {
                // The challenge was never asked for here, or ran out.
                return null;
            }
        }
    }
}

using System.Buffers.Text;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account.SecondFactor;

/// <summary>Asks before one's own app, or one of one's passkeys, is removed.</summary>
[Authorize(Policies.StaffSignedIn)]
public sealed class RemoveModel(CurrentStaff current, RegisterContext db, UserManager<StaffAccount> accounts, RemoveSecondFactor remove, IStringLocalizer<AccountTexts> texts) : PageModel
{
    /// <summary>The passkey's key in base64url; null for the app.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Passkey { get; set; }

    /// <summary>The passkey's name; null for the app.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether nothing but the password would be left.</summary>
    public bool IsLast { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var id = (await current.Get()).Account.Id;
        var passkeys = await accounts.GetPasskeysAsync((await current.Get()).Account);
        var hasApp = await db.StaffAuthenticators.AnyAsync(a => a.StaffId == id && a.ConfirmedAt != null, ct);
        IsLast = passkeys.Count + (hasApp ? 1 : 0) == 1;
        if (string.IsNullOrEmpty(Passkey))
            return hasApp ? Page() : NotFound();
        Name = passkeys.FirstOrDefault(p => Base64Url.EncodeToString(p.CredentialId) == Passkey)?.Name;
        return Name is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        if (string.IsNullOrEmpty(Passkey))
            await remove.Authenticator(staff, ct);
        else if (Base64Url.IsValid(Passkey))
            await remove.Passkey(staff, Base64Url.DecodeFromChars(Passkey), ct);
        else
            return NotFound();
        this.SayDone(texts["Second.Removed"]);
        return Redirect("/account/second-factor");
    }
}

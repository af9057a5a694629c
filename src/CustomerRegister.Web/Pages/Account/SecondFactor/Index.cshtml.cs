using System.Buffers.Text;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Account.SecondFactor;

/// <summary>What one proves oneself with beside the password. Whoever must have something and has not is led here before any other page opens.</summary>
[Authorize(Policies.StaffEntering)]
public sealed class IndexModel(CurrentStaff current, RegisterContext db, UserManager<StaffAccount> accounts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public bool MustSetUp { get; private set; }
    public DateTime? AppSince { get; private set; }
    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];
    public int CodesLeft { get; private set; }
    public bool HasAny => AppSince is not null || Passkeys.Count > 0;

    public string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public string Link(string page) => $"/account/second-factor/{page}{(Url.IsLocalUrl(ReturnUrl) ? $"?returnUrl={Uri.EscapeDataString(ReturnUrl!)}" : "")}";

    public async Task OnGetAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        var id = staff.Account.Id;
        MustSetUp = staff.NeedsSecondFactor;
        AppSince = await db.StaffAuthenticators.Where(a => a.StaffId == id).Select(a => a.ConfirmedAt).SingleOrDefaultAsync(ct);
        Passkeys = [.. (await accounts.GetPasskeysAsync(staff.Account)).OrderBy(p => p.CreatedAt)];
        CodesLeft = await db.StaffRecoveryCodes.CountAsync(c => c.StaffId == id && c.UsedAt == null, ct);
    }
}

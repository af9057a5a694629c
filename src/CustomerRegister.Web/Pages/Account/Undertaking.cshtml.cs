using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Account;

[Authorize(Policies.StaffSignedIn)]
public sealed class UndertakingModel(CurrentStaff current, RegisterContext db, SignUndertaking sign, IStringLocalizer<AccountTexts> texts) : PageModel
{
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public bool Agreed { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string Name { get; private set; } = "";
    public string? Text { get; private set; }
    public bool IsSigned { get; private set; }
    public string Language => Languages.Of(CultureInfo.CurrentUICulture).Code();

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var staff = await current.Get();
        if (!Agreed || Version != staff.UndertakingVersion)
        {
            ModelState.AddModelError(nameof(Agreed), texts["Undertaking.AgreeMissing"]);
            await Load(ct);
            return Page();
        }

        await sign.Run(new SignUndertakingCommand(staff.Account.Id, Version, Languages.Of(CultureInfo.CurrentUICulture)), staff.Account.AsActor("account"), ct);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/staff");
    }

    private async Task Load(CancellationToken ct)
    {
        var staff = await current.Get();
        (Name, IsSigned, Version) = (staff.Account.FullName, staff.HasSignedUndertaking, staff.UndertakingVersion ?? 0);
        var undertaking = await db.Undertakings.AsNoTracking().SingleOrDefaultAsync(u => u.Version == Version, ct);
        Text = undertaking?.Text.In(Languages.Of(CultureInfo.CurrentUICulture));
        ModelState.Remove(nameof(Version));
    }
}

using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.ErasureLetters;

/// <summary>Receipts of erasures for people without e-mail: printed, posted, and then forgotten.</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class IndexModel(CustomerRegister.Retention.ErasureLetters letters, CurrentStaff current, IStringLocalizer<ErasureLettersTexts> texts) : PageModel
{
    [BindProperty]
    public Guid Letter { get; set; }

    public IReadOnlyList<WaitingLetter> Letters { get; private set; } = [];

    public bool SeesProtected { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        SeesProtected = (await current.Actor("requests")).SeesProtectedAddresses;
        Letters = await letters.Waiting(ct);
    }

    public async Task<IActionResult> OnPostPrintAsync(CancellationToken ct) =>
        await letters.Print(new(Letter), await current.Actor("requests"), ct) is { } html ? File(html, "text/html; charset=utf-8", "erasure-letter.html") : NotFound();

    public async Task<IActionResult> OnPostPostedAsync(CancellationToken ct)
    {
        var outcome = await letters.Posted(new(Letter), await current.Actor("requests"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["PostedDone"]);
            return Redirect("/staff/erasure-letters");
        }

        ModelState.AddModelError("", texts["Gone"]);
        await OnGetAsync(ct);
        return Page();
    }
}

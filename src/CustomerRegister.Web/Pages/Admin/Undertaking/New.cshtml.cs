using System.ComponentModel.DataAnnotations;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Undertaking;

/// <summary>Writes the next version of the undertaking, beginning from the words in force, and publishes it.</summary>
[RequirePermission(Permission.ManageStaff)]
public sealed class NewModel(RegisterContext db, PublishUndertaking publish, CurrentStaff current, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    private const int LongestText = 20_000;

    [BindProperty, Required, StringLength(LongestText)]
    public string? Fi { get; set; }

    [BindProperty, Required, StringLength(LongestText)]
    public string? Sv { get; set; }

    [BindProperty, Required, StringLength(LongestText)]
    public string? En { get; set; }

    [BindProperty]
    public bool Sure { get; set; }

    [BindProperty]
    public int Newest { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var newest = await db.Undertakings.AsNoTracking().OrderByDescending(u => u.Version).FirstOrDefaultAsync(ct);
        (Fi, Sv, En, Newest) = (newest?.Text.Fi, newest?.Text.Sv, newest?.Text.En, newest?.Version ?? 0);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Sure)
            ModelState.AddModelError(nameof(Sure), texts["Undertaking.SureMissing"]);
        if (!ModelState.IsValid)
            return Page();
        var outcome = await publish.Run(new PublishUndertakingCommand(Newest, new LocalizedText(Fi!, Sv!, En!)), await current.Actor("account"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Undertaking.Done"]);
            // The administrator signs it first, and comes back to the list.
            return Redirect("/admin/undertaking");
        }

        ModelState.AddModelError("", terms[outcome.Refusal]);
        return Page();
    }
}

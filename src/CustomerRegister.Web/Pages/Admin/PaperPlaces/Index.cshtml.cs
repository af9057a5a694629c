using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.PaperPlaces;

/// <summary>Where paper records may be kept: each place locked and fireproof (N21). Counts only; whose papers they are is for who handles them.</summary>
[RequirePermission(Permission.ManageSettings)]
public sealed class IndexModel(RegisterContext db, AddPaperPlace add, CurrentStaff current, TermNames terms, IStringLocalizer<PaperPlacesTexts> texts) : PageModel
{
    internal const string Purpose = "settings";

    public IReadOnlyList<(PaperPlace Place, int Papers)> Places { get; private set; } = [];

    [BindProperty]
    public PlaceForm Input { get; set; } = new();

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await add.Run(new(Input.Name!.Trim(), Input.Lock!.Value, Input.FireProtection!.Value), await current.Actor(Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["AddDone", outcome.Value.Name]);
                return Redirect("/admin/paper-places");
            }

            ModelState.AddModelError("Input.Name", terms[outcome.Refusal]);
        }

        await Load(ct);
        return Page();
    }

    // There are a handful of cabinets.
    private async Task Load(CancellationToken ct) =>
        Places = [.. (await db.PaperPlaces.AsNoTracking().OrderBy(p => p.ClosedOn != null).ThenBy(p => p.Name)
            .Select(p => new { Place = p, Papers = db.PaperRecords.Count(r => r.PlaceId == p.Id && r.DestroyedOn == null) }).ToListAsync(ct)).Select(p => (p.Place, p.Papers))];
}

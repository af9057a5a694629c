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

/// <summary>Corrects a place of paper records, or takes it out of use once it is empty.</summary>
[RequirePermission(Permission.ManageSettings)]
public sealed class PlaceModel(RegisterContext db, ChangePaperPlace change, CurrentStaff current, TermNames terms, IStringLocalizer<PaperPlacesTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public PlaceForm Input { get; set; } = new();

    [BindProperty]
    public bool InUse { get; set; }

    [BindProperty]
    public long Version { get; set; }

    /// <summary>As it is stored.</summary>
    public string Name { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Stored(ct) is not { } place)
            return NotFound();
        (Name, Version, InUse) = (place.Name, place.Version, place.ClosedOn is null);
        Input = new() { Name = place.Name, Lock = place.Lock, FireProtection = place.FireProtection };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await change.Run(new(new(Id), Input.Name!.Trim(), Input.Lock!.Value, Input.FireProtection!.Value, InUse, Version), await current.Actor(IndexModel.Purpose), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["EditDone"]);
                return Redirect("/admin/paper-places");
            }

            ModelState.AddModelError(outcome.Refusal switch
            {
                ChangePaperPlaceRefusal.NameTaken => "Input.Name",
                ChangePaperPlaceRefusal.StillHolds => nameof(InUse),
                _ => "",
            }, terms[outcome.Refusal]);
        }

        if (await Stored(ct) is not { } stored)
            return NotFound();
        Name = stored.Name;
        return Page();
    }

    private Task<PaperPlace?> Stored(CancellationToken ct) => db.PaperPlaces.AsNoTracking().SingleOrDefaultAsync(p => p.Id == new PaperPlaceId(Id), ct);
}

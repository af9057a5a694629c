using System.ComponentModel.DataAnnotations;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Holds;

/// <summary>One legal hold: why, whose, until when it is weighed anew; keeping it and lifting it.</summary>
[RequirePermission(Permission.PlaceHolds)]
public sealed class HoldModel(
    RegisterContext db, ListHolds holds, ReviewHold review, LiftHold lift, CurrentStaff current, TermNames terms, IStringLocalizer<HoldsTexts> texts, TimeProvider clock) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public DateOnly? ReviewOn { get; set; }

    [BindProperty]
    public Guid? Owner { get; set; }

    [BindProperty, StringLength(LegalHold.LongestReason)]
    public string? Reason { get; set; }

    public ShownHold Shown { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Owners { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        (ReviewOn, Owner) = (Today.AddMonths(6), Shown.Hold.OwnerId);
        return Page();
    }

    public async Task<IActionResult> OnPostReviewAsync(CancellationToken ct)
    {
        if (ReviewOn is not { } day || Owner is not { } owner)
        {
            // What could not be read has its message already.
            if (ModelState.IsValid)
                ModelState.AddModelError(ReviewOn is null ? nameof(ReviewOn) : nameof(Owner), texts["Missing"]);
            return await Load(ct) ? Page() : NotFound();
        }

        return await Answer(await review.Run(new(new(Id), day, owner), await current.Actor("retention"), ct), "Kept", ct);
    }

    public async Task<IActionResult> OnPostLiftAsync(CancellationToken ct) => !ModelState.IsValid
        ? await Load(ct) ? Page() : NotFound()
        : await Answer(await lift.Run(new(new(Id), Reason), await current.Actor("retention"), ct), "LiftDone", ct);

    private async Task<IActionResult> Answer(Outcome<LegalHold, HoldRefusal> outcome, string done, CancellationToken ct)
    {
        if (outcome.Succeeded)
        {
            this.SayDone(texts[done]);
            return Redirect($"/admin/holds/{Id}");
        }

        if (outcome.Refusal == HoldRefusal.NotFound || !await Load(ct))
            return NotFound();
        ModelState.AddModelError(HoldOwners.FieldOf(outcome.Refusal), terms[outcome.Refusal]);
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await holds.One(new(Id), await current.Actor("retention"), ct) is not { } found)
            return false;
        (Shown, Owners) = (found, await db.HoldOwnersOn(Today, ct));
        return true;
    }
}

using CustomerRegister.Rectification;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>The first step of entering what a letter or a call asks to be corrected: staff point at what is wrong among what is stored, or missing.</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class ChooseModel(EnterRectificationItems enter, CurrentStaff current, DetailNames names, IStringLocalizer<RectificationTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>The keys of what was pointed at.</summary>
    [BindProperty(SupportsGet = true)]
    public List<string> Item { get; set; } = [];

    public EnterableItems Enterable { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Options { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(bool nothing, CancellationToken ct)
    {
        var outcome = await enter.Choices(new(Id), await current.Actor("requests"), ct);
        if (outcome.Refusal == EnterRectificationItemsRefusal.RequestNotFound)
            return NotFound();
        if (!outcome.Succeeded)
        {
            this.SayDone(texts[$"Enter.{outcome.Refusal}"]);
            return Redirect($"/staff/requests/{Id}");
        }

        Enterable = outcome.Value;
        Options = [.. outcome.Value.Details.Select(d => new SelectListItem(
            texts["Option", names.Of(d.Field, d.Kind), names.Value(d.Field, d.Value) ?? texts["Missing"].Value], DetailNames.Key(d.Field, d.TargetId)))];
        if (nothing)
            ModelState.AddModelError(nameof(Item), texts["NothingChosen"]);
        return Page();
    }
}

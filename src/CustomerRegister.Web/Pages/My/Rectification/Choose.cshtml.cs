using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Rectification;

/// <summary>The first step of a correction: the customer points at what is wrong among what is stored, or missing.</summary>
[Authorize(Policies.Portal)]
public sealed class ChooseModel(CurrentCustomer current, FileRectification file, OwnRequests own, DetailNames names, IStringLocalizer<RectificationTexts> texts) : PageModel
{
    /// <summary>The keys of what was pointed at.</summary>
    [BindProperty(SupportsGet = true)]
    public List<string> Item { get; set; } = [];

    public IReadOnlyList<SelectListItem> Options { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(bool nothing, CancellationToken ct)
    {
        if ((await own.OpenOnes(current.Id, ct)).TryGetValue(RequestType.Rectification, out var open))
            return Redirect($"/my/requests/{open.Value}");
        if (await file.Choices(current.Id, current.Actor("own-data"), ct) is not { } details)
            return NotFound();
        Options = [.. details.Select(d => new SelectListItem(
            texts["Option", names.Of(d.Field, d.Kind), names.Value(d.Field, d.Value) ?? texts["Missing"].Value], DetailNames.Key(d.Field, d.TargetId)))];
        if (nothing)
            ModelState.AddModelError(nameof(Item), texts["NothingChosen"]);
        return Page();
    }
}

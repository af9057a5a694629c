using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Restrictions;

/// <summary>The privacy officer restricts the processing of a customer's data, and lifts a restriction of whose end the person has been told.</summary>
[RequirePermission(Permission.DecideRequests)]
public sealed class IndexModel(ViewRestrictions view, PlaceRestriction place, LiftRestriction lift, CurrentStaff current, IStringLocalizer<RestrictionsTexts> texts) : PageModel
{
    /// <summary>Why the data is used, as the log says it.</summary>
    internal const string Purpose = "requests";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public RestrictionReason? Reason { get; set; }

    public CustomersRestrictions Viewed { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Reason is not { } reason || !Enum.IsDefined(reason))
        {
            ModelState.AddModelError(nameof(Reason), texts["ReasonMissing"]);
            return await OnGetAsync(ct);
        }

        var outcome = await place.Run(new(new CustomerId(Id), reason), await current.Actor(Purpose), ct);
        if (outcome.Refusal == PlaceRestrictionRefusal.CustomerNotFound)
            return NotFound();
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(nameof(Reason), texts["InForceAlready"]);
            return await OnGetAsync(ct);
        }

        this.SayDone(texts["Placed"]);
        return Redirect($"/staff/customers/{Id}/restrictions");
    }

    public async Task<IActionResult> OnPostLiftAsync([Required] Guid restriction, CancellationToken ct)
    {
        var outcome = await lift.Run(new CustomerId(Id), new RestrictionId(restriction), await current.Actor(Purpose), ct);
        if (outcome.Refusal == LiftRestrictionRefusal.NotFound)
            return NotFound();
        if (outcome.Succeeded || outcome.Refusal == LiftRestrictionRefusal.LiftedAlready)
        {
            this.SayDone(texts["LiftedDone"]);
            return Redirect($"/staff/customers/{Id}/restrictions");
        }

        ModelState.Clear();
        ModelState.AddModelError("", texts[$"Lift.{outcome.Refusal}"]);
        return await OnGetAsync(ct);
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new CustomerId(Id), await current.Actor(Purpose), ct) is not { } viewed)
            return false;
        Viewed = viewed;
        return true;
    }
}

using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>One of the customer's own requests: where it stands, what has happened, how it was decided and whom to complain to.</summary>
[Authorize(Policies.Portal)]
public sealed class ShowModel(CurrentCustomer current, OwnRequests own, PlanErasure planErasure, CancelErasure cancel, ControllerDetails controller, TimeProvider clock, IStringLocalizer<MyTexts> texts) : PageModel
{
    public OwnRequest Own { get; private set; } = null!;
    public DataSubjectRequest Asked => Own.Request;
    /// <summary>What goes and what stays, as of today, while an erasure of one's own is not complete.</summary>
    public ErasurePlan? Plan { get; private set; }
    public DateOnly Today => clock.Today();
    public string ControllerName => controller.Name;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await own.Find(current.Id, new RequestId(id), current.Actor("own-data"), ct) is not { } found)
            return NotFound();
        Own = found;
        if (found.Erasure is { State: RequestedErasureState.Waiting or RequestedErasureState.PartlyDone })
            Plan = await planErasure.Run(current.Id, found.Request.Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostCancelErasureAsync(Guid id, CancellationToken ct)
    {
        var outcome = await cancel.Run(new RequestId(id), current.Id, current.Actor("own-data"), ct);
        if (outcome is { Succeeded: false, Refusal: CancelErasureRefusal.NotFound })
            return NotFound();
        this.SayDone(texts[outcome.Succeeded ? "ErasureCancelDone" : "ErasureCancelTooLate"]);
        return Redirect($"/my/requests/{id}");
    }
}

using System.ComponentModel.DataAnnotations;
using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>Refuses a request because it was never shown that it comes from the person (GDPR Art. 11(2), 12(2)); whose it is need not be known.</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class UnidentifiedModel(
    ViewRequest view, DecideRequest decide, CarryOutDecision carryOut, DecisionConfirmation confirmation, AllRights rights, CurrentStaff current, TermNames terms, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    private static readonly DecisionGround[] Grounds = [DecisionGround.PersonNotIdentified];

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required, StringLength(DecideRequest.LongestReasons)]
    public string? Reasons { get; set; }

    public ViewedRequest Viewed { get; private set; } = null!;

    /// <summary>The letter as it would go out; null until it is asked for.</summary>
    public LetterText? Letter { get; private set; }
    public bool NeedsTwo => confirmation.FourEyes;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(RequestModel.Purpose), ct) is not { } viewed)
            return NotFound();
        if (!(await current.Get()).Account.Holds(rights[viewed.Request.Type].DecidedWith))
            return Forbid();
        // What cannot be refused so is told on the request's own page.
        if (!viewed.Request.MayBeDecided(new(RequestDecision.Refuse, Grounds, null)) || viewed.Request.ProposedBy is not null)
            return Redirect($"/staff/requests/{Id}");
        Viewed = viewed;
        return Page();
    }

    /// <summary>Shows the letter and decides nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        var page = await OnGetAsync(ct);
        if (page is PageResult && ModelState.IsValid)
            Letter = await carryOut.Letter(Viewed.Request, new(RequestDecision.Refuse, Grounds, Reasons), ct);
        return page;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await decide.Run(new(new(Id), RequestDecision.Refuse, Reasons) { Grounds = Grounds }, await current.Actor(RequestModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[outcome.Value.IsOpen ? "Decide.Proposed" : "Decide.Refused"]);
            return Redirect($"/staff/requests/{Id}");
        }

        switch (outcome.Refusal)
        {
            case DecideRequestRefusal.RequestNotFound:
                return NotFound();
            case DecideRequestRefusal.NotPermitted:
                return Forbid();
            default:
                ModelState.AddModelError(outcome.Refusal == DecideRequestRefusal.ReasonsMissing ? nameof(Reasons) : "", terms[outcome.Refusal]);
                return await OnGetAsync(ct);
        }
    }
}

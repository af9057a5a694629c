using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

[RequirePermission(Permission.HandleRequests)]
public sealed class DecideModel(
    ViewRequest view, PreviewAnswer preview, ListPurposes purposes, DecideRequest decide, PlanErasure planErasure, ErasureCoolingOff coolingOff, AllRights rights, CarryOutDecision carryOut, DecisionConfirmation confirmation, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public RequestDecision? Decision { get; set; }

    [BindProperty, StringLength(DecideRequest.LongestReasons)]
    public string? Reasons { get; set; }

    [BindProperty]
    public List<DecisionGround> Grounds { get; set; } = [];

    /// <summary>For each category of which there is something the ground on which it is not given; null where it is.</summary>
    [BindProperty]
    public List<PartForm> Parts { get; set; } = [];

    /// <summary>The uses that end, where an objection is granted in part.</summary>
    [BindProperty]
    public List<Guid> Purposes { get; set; } = [];

    /// <summary>Whether a correction is granted although nothing needs to be written.</summary>
    [BindProperty]
    public bool NothingToWrite { get; set; }

    /// <summary>Those among which it can be granted in part.</summary>
    public IReadOnlyList<SelectListItem> Uses { get; private set; } = [];

    public IReadOnlyList<SelectListItem> GroundChoices => terms.Options([.. Right.Grounds]);

    /// <summary>The letter as it would go out; null until it is asked for.</summary>
    public LetterText? Letter { get; private set; }
    public bool NeedsTwo => confirmation.FourEyes;

    public ViewedRequest Viewed { get; private set; } = null!;
    public IReadOnlyList<AnswerShare> Preview { get; private set; } = [];
    public ErasurePlan? Plan { get; private set; }
    public Right Right => rights[Viewed.Request.Type];
    public int CoolingOffDays => coolingOff.Days;
    public bool NeedsReasonsToGrant => Right.GrantsByItems || Right.NeedsReasons(RequestDecision.Grant);
    public DateOnly Today => clock.Today();
    /// <summary>Of one use nothing can be granted in part.</summary>
    public IReadOnlyList<SelectListItem> Choices => [.. Right.Decisions.Where(d => d != RequestDecision.GrantPartly || !Right.GrantsByPurpose || Uses.Count > 1).Select(decision => new SelectListItem(texts[$"Decide.Choice{decision}"], decision.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var actor = await current.Actor(RequestModel.Purpose);
        if (await view.Run(new(Id), actor, ct) is not { } viewed)
            return NotFound();
        if (!(await current.Get()).Account.Holds(rights[viewed.Request.Type].DecidedWith))
            return Forbid();
        // What cannot be decided now is told on the request's own page.
        if (viewed.Request.State != RequestState.InHand || viewed.Request.ProposedBy is not null)
            return Redirect($"/staff/requests/{Id}");
        if (viewed.HasItems)
            return Redirect($"/staff/requests/{Id}/rectification");
        Viewed = viewed;
        if (Right.RefusesByCategory)
        {
            Preview = [.. (await preview.Run(viewed.Request.Id, actor, ct)).Where(s => Right.RefusableCategories.Contains(s.Category))];
            Parts = [.. Preview.Where(s => s.Rows > 0).Select(s => Parts.Find(p => p.Category == s.Category) ?? new() { Category = s.Category })];
        }

        if (Right.GrantsByPurpose)
            Uses = (viewed.Uses.IsGeneral ? await purposes.Objectionable(ct) : viewed.Uses.Named).Choices();
        if (viewed is { Request.Type: RequestType.Erasure, Asker: { } asker })
            Plan = await planErasure.Run(asker.Id, viewed.Request.Id, ct);
        return Page();
    }

    /// <summary>Shows the letter and decides nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        var page = await OnGetAsync(ct);
        if (page is PageResult && Right.GrantsByItems && Decision is RequestDecision.Grant or RequestDecision.GrantPartly && !NothingToWrite)
            ModelState.AddModelError(nameof(NothingToWrite), terms[DecideRequestRefusal.ItemsMissing]);
        if (page is PageResult && ModelState.IsValid)
            Letter = await carryOut.Letter(Viewed.Request, new(Decision!.Value, Decision.Value.IsRefusal() ? Grounds : [], Reasons)
            {
                Parts = Decision == RequestDecision.GrantPartly ? Refused : [],
                Purposes = Decision switch { RequestDecision.GrantPartly => Ending, RequestDecision.Grant => [.. Viewed.Uses.Named.Select(p => p.Id)], _ => [] },
            }, ct);
        return page;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await decide.Run(new(new(Id), Decision!.Value, Reasons) { Grounds = Grounds, Parts = Refused, Purposes = Ending, NothingToWrite = NothingToWrite }, await current.Actor(RequestModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[outcome.Value.IsOpen ? "Decide.Proposed" : Decision == RequestDecision.Refuse ? "Decide.Refused" : "Decide.Granted"]);
            return Redirect($"/staff/requests/{Id}");
        }

        switch (outcome.Refusal)
        {
            case DecideRequestRefusal.RequestNotFound:
                return NotFound();
            case DecideRequestRefusal.NotPermitted:
                return Forbid();
            default:
                // Both at once, or the second would be told only after the first.
                if (outcome.Refusal == DecideRequestRefusal.ReasonsMissing && new DecisionMade(Decision!.Value, Grounds, Reasons) { Parts = Refused }.LacksGrounds)
                    ModelState.AddModelError(nameof(Grounds), terms[DecideRequestRefusal.GroundsMissing]);
                ModelState.AddModelError(outcome.Refusal == DecideRequestRefusal.ReasonsMissing ? nameof(Reasons) : outcome.Refusal == DecideRequestRefusal.NotSuchDecision ? nameof(Decision)
                    : outcome.Refusal == DecideRequestRefusal.ItemsMissing ? nameof(NothingToWrite)
                    : outcome.Refusal == DecideRequestRefusal.PurposesMissing ? nameof(Purposes) : outcome.Refusal is DecideRequestRefusal.GroundsMissing or DecideRequestRefusal.NotSuchGround ? nameof(Grounds) : "", terms[outcome.Refusal]);
                return await OnGetAsync(ct);
        }
    }

    private IReadOnlyList<PurposeId> Ending => [.. Purposes.Select(id => new PurposeId(id))];

    private IReadOnlyList<RefusedPart> Refused => [.. Parts.Where(p => p is { Category: not null, Ground: not null }).Select(p => new RefusedPart(p.Category!.Value, p.Ground!.Value))];

    /// <summary>One category as it is chosen.</summary>
    public sealed class PartForm
    {
        public DataCategory? Category { get; set; }

        public DecisionGround? Ground { get; set; }
    }
}

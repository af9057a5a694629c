using System.ComponentModel.DataAnnotations;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>What a request asks to be corrected, item by item: accepted, written otherwise, or refused with reasons (N35, N37).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class DecideModel(
    ViewRectification view, DecideRectification decide, AllRights rights, TellSource tell, CurrentStaff current, TermNames terms, DetailNames names, TimeProvider clock, IStringLocalizer<RectificationTexts> texts) : PageModel
{
    private const string Purpose = "requests";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public List<DecisionForm> Decisions { get; set; } = [];

    [BindProperty, StringLength(DecideRequest.LongestReasons / 2)]
    public string? Words { get; set; }

    public ViewedRectification Viewed { get; private set; } = null!;

    /// <summary>Whether the request can be decided now, and by whoever looks.</summary>
    public bool MayDecide { get; private set; }

    /// <summary>Whether items can still be entered.</summary>
    public bool MayEnter => Viewed is { Request: { IsOpen: true, ProposedBy: null, MayBeAnothers: false }, Person: not null };

    /// <summary>The letter as it would go out; null until it is asked for.</summary>
    public LetterText? Letter { get; private set; }

    public DateOnly Today => clock.Today();

    public IReadOnlyList<SelectListItem> Choices => terms.Options<RectificationDecision>();

    public IReadOnlyList<SelectListItem> Grounds => terms.Options([.. rights[RequestType.Rectification].Grounds]);

    public string NameOf(ViewedItem item) => names.Of(item.Item.Field, item.Kind);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        Decisions = [.. Viewed.Items.Select(i => new DecisionForm { Item = i.Item.Id.Value, Written = i.IsHidden ? null : i.Item.ProposedValue })];
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await Load(ct) ? Page() : NotFound();
        var outcome = await decide.Run(Command, await current.Actor(Purpose), ct);
        switch (outcome.Refusal)
        {
            case null:
                this.SayDone(texts[outcome.AwaitsConfirmation ? "ProposedNow" : "DecidedNow"]);
                return Redirect($"/staff/requests/{Id}/rectification");
            case DecideRectificationRefusal.RequestNotFound:
                return NotFound();
            case DecideRectificationRefusal.NotPermitted:
                return Forbid();
            default:
                ModelState.AddModelError(FieldOf(outcome), texts[$"Decide.{outcome.Refusal}"]);
                return await Load(ct) ? Page() : NotFound();
        }
    }

    /// <summary>Shows the letter and decides nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (!MayDecide)
            return Forbid();
        if (!ModelState.IsValid)
            return Page();
        var outcome = await decide.Preview(Command, await current.Actor(Purpose), ct);
        if (outcome.Refusal is { } refusal)
            ModelState.AddModelError(FieldOf(outcome), texts[$"Decide.{refusal}"]);
        Letter = outcome.Letter;
        return Page();
    }

    public async Task<IActionResult> OnPostToldAsync([Required] Guid item, CancellationToken ct)
    {
        var outcome = await tell.Run(new(Id), new(item), clock.Today(), await current.Actor(Purpose), ct);
        if (outcome.Refusal == TellSourceRefusal.NotFound)
            return NotFound();
        this.SayDone(texts["SourceToldNow"]);
        return Redirect($"/staff/requests/{Id}/rectification");
    }

    private DecideRectificationCommand Command => new(new(Id), [.. Decisions.Select(d => new ItemDecision(new(d.Item), d.Decision, d.Written, d.Reasons) { Ground = d.Ground })], Words);

    private string FieldOf(RectificationOutcome outcome)
    {
        if (outcome.Item is not { } item)
            return "";
        var field = outcome.Refusal switch
        {
            DecideRectificationRefusal.ItemReasonsMissing => nameof(DecisionForm.Reasons),
            DecideRectificationRefusal.ItemGroundMissing => nameof(DecisionForm.Ground),
            DecideRectificationRefusal.ItemCannotBe => nameof(DecisionForm.Written),
            _ => nameof(DecisionForm.Decision),
        };
        return $"Decisions[{Decisions.FindIndex(d => d.Item == item.Value)}].{field}";
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await view.Run(new(Id), null, await current.Actor(Purpose), ct) is not { } viewed)
            return false;
        Viewed = viewed;
        MayDecide = viewed is { Request: { State: RequestState.InHand, ProposedBy: null }, Items.Count: > 0 } && (await current.Get()).Account.Holds(Permission.DecideRequests);
        // A form that was not of this page shows what is there.
        if (!Decisions.Select(d => d.Item).SequenceEqual(viewed.Items.Select(i => i.Item.Id.Value)))
            Decisions = [.. viewed.Items.Select(i => new DecisionForm { Item = i.Item.Id.Value })];
        return true;
    }

    public sealed class DecisionForm
    {
        public Guid Item { get; set; }

        public RectificationDecision? Decision { get; set; }

        [StringLength(RectificationItem.LongestValue)]
        public string? Written { get; set; }

        public DecisionGround? Ground { get; set; }

        [StringLength(RectificationItem.LongestReasons)]
        public string? Reasons { get; set; }
    }
}

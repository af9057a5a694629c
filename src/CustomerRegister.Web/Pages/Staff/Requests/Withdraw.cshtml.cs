using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>Staff write down that a person has taken a request back otherwise than in the portal.</summary>
[RequirePermission(Permission.HandleRequests)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class WithdrawModel(ViewRequest view, WithdrawRequest withdraw, EndRestriction endRestriction, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public IFormFile? Letter { get; set; }

    public ViewedRequest Viewed { get; private set; } = null!;

    /// <summary>Whether a restriction ends with the request: the person is told before it does.</summary>
    public bool EndsRestriction { get; private set; }

    public IReadOnlyList<SelectListItem> Channels => terms.Options([.. CameBy.Channels]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(RequestModel.Purpose), ct) is not { } viewed)
            return NotFound();
        if (!viewed.Request.IsOpen)
            return Redirect($"/staff/requests/{Id}");
        Viewed = viewed;
        EndsRestriction = await endRestriction.WouldEnd(new(Id), ct);
        if (HttpMethods.IsGet(Request.Method))
            Input.On = clock.Today();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await withdraw.ByStaff(new(Id), new(Input.Channel!.Value, Input.On!.Value), Letter is null ? null : await Letter.Read(ct), Input.LetterIsArchived, await current.Actor(RequestModel.Purpose), ct);
        switch (outcome.Refusal)
        {
            case null:
            case WithdrawRequestRefusal.NoLongerOpen:
                this.SayDone(outcome.Succeeded ? texts["Withdraw.Done"].Value : terms[outcome.Refusal]);
                return Redirect($"/staff/requests/{Id}");
            case WithdrawRequestRefusal.RequestNotFound:
                return NotFound();
            case { } refusal:
                ModelState.AddModelError(refusal == WithdrawRequestRefusal.DayImpossible ? "Input.On" : nameof(Letter), terms[refusal]);
                return await OnGetAsync(ct);
        }
    }

    public sealed class InputModel
    {
        [Required]
        public Channel? Channel { get; set; }

        [Required]
        public DateOnly? On { get; set; }

        public bool LetterIsArchived { get; set; }
    }
}

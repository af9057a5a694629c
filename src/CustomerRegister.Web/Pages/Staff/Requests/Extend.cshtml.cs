using System.ComponentModel.DataAnnotations;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>The one extension of a request's time limit, with the reasons that the person is told (GDPR Art. 12(3)).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class ExtendModel(
    ViewRequest view, ExtendDeadline extend, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required, StringLength(ExtendDeadline.LongestReasons)]
    public string? Reasons { get; set; }

    public ViewedRequest Viewed { get; private set; } = null!;
    public DateOnly Today => clock.Today();

    /// <summary>The deadline as it would be.</summary>
    public DateOnly Extended => extend.Extended(Viewed.Request);

    /// <summary>The letter as it would go out; null until it is asked for.</summary>
    public LetterText? Letter { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(RequestModel.Purpose), ct) is not { } viewed)
            return NotFound();
        // What cannot be extended is told on the request's own page.
        if (!viewed.Request.IsOpen || !viewed.Clock.MayExtend)
            return Redirect($"/staff/requests/{Id}");
        Viewed = viewed;
        return Page();
    }

    /// <summary>Shows the letter and extends nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        var page = await OnGetAsync(ct);
        if (page is PageResult && ModelState.IsValid)
            Letter = extend.Letter(Viewed.Request, Reasons!);
        return page;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await extend.Run(new(new(Id), Reasons), await current.Actor(RequestModel.Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[outcome.Value.Mailed ? "Extend.DoneByMail" : "Extend.DoneByLetter"]);
            return Redirect($"/staff/requests/{Id}");
        }

        if (outcome.Refusal == ExtendDeadlineRefusal.RequestNotFound)
            return NotFound();
        ModelState.AddModelError(outcome.Refusal == ExtendDeadlineRefusal.ReasonsMissing ? nameof(Reasons) : "", terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }
}

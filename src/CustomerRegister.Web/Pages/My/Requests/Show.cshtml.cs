using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>One of the customer's own requests: where it stands, what has happened, how it was decided and whom to complain to.</summary>
[Authorize(Policies.Portal)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class ShowModel(CurrentCustomer current, OwnRequests own, AddToRequest add, ReadAttachment attachments, PlanErasure planErasure, CancelErasure cancel, ControllerDetails controller, TermNames terms, TimeProvider clock, IStringLocalizer<MyTexts> texts) : PageModel
{
    [BindProperty]
    public WrittenModel Written { get; set; } = new();

    public IReadOnlyList<TimelineEvent> Timeline => RequestTimeline.Of(Asked, Own.Correspondence.Messages, Own.Correspondence.Files);
    /// <summary>Instead of all the rest: what is told of a request that somebody else may have made in the customer's name.</summary>
    public OwnRequestLine? InName { get; private set; }
    public OwnRequest Own { get; private set; } = null!;
    public DataSubjectRequest Asked => Own.Request;
    /// <summary>What goes and what stays, as of today, while an erasure of one's own is not complete.</summary>
    public ErasurePlan? Plan { get; private set; }
    public DateOnly Today => clock.Today();
    public string ControllerName => controller.Name;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await own.Find(current.Id, new RequestId(id), current.Actor("own-data"), ct) is not { } found)
        {
            InName = await own.FindInName(current.Id, new RequestId(id), current.Actor("own-data"), ct);
            return InName is null ? NotFound() : Page();
        }

        Own = found;
        if (found.Erasure is { State: RequestedErasureState.Waiting or RequestedErasureState.PartlyDone })
            Plan = await planErasure.Run(current.Id, found.Request.Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostWriteAsync(Guid id, CancellationToken ct)
    {
        var kind = Written.IsEvidence ? AttachmentKind.IdentityEvidence : AttachmentKind.Other;
        var outcome = await add.Run(new(new RequestId(id), current.Id, Written.Text, await Written.Files.Read(ct), kind), current.Actor("own-data"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["WriteDone"]);
            return Redirect($"/my/requests/{id}");
        }

        if (outcome.Refusal == AddToRequestRefusal.RequestNotFound)
            return NotFound();
        ModelState.Clear();
        ModelState.AddModelError(outcome.Refusal is AddToRequestRefusal.NothingAdded or AddToRequestRefusal.TextTooLong or AddToRequestRefusal.NoLongerOpen
            ? "Written.Text" : "Written.Files", terms[outcome.Refusal]);
        return await OnGetAsync(id, ct);
    }

    [FreshProof(OnlyToSend = true)]
    public async Task<IActionResult> OnPostAttachmentAsync(Guid id, Guid file, CancellationToken ct) =>
        await attachments.Run(new RequestId(id), new RequestAttachmentId(file), current.Id, current.Actor("own-data"), ct) is { } content
            ? File(content.Content, content.ContentType, content.Name)
            : NotFound();

    public async Task<IActionResult> OnPostCancelErasureAsync(Guid id, CancellationToken ct)
    {
        var outcome = await cancel.Run(new RequestId(id), current.Id, current.Actor("own-data"), ct);
        if (outcome is { Succeeded: false, Refusal: CancelErasureRefusal.NotFound })
            return NotFound();
        this.SayDone(texts[outcome.Succeeded ? "ErasureCancelDone" : "ErasureCancelTooLate"]);
        return Redirect($"/my/requests/{id}");
    }

    public sealed class WrittenModel
    {
        public string? Text { get; set; }

        public List<IFormFile> Files { get; set; } = [];

        public bool IsEvidence { get; set; }
    }
}

using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.My;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>The one request that a link has opened to whoever made it without signing in: where it stands, what was written, and how it was answered.</summary>
[Authorize(Policies.Visitor)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class MineModel(
    FollowRequest follow, ReadAttachment attachments, ReadAnswer answers, LinksPerAddress limit, ControllerDetails controller, TermNames terms, TimeProvider clock, IStringLocalizer<MyTexts> texts, IStringLocalizer<AskTexts> askTexts) : PageModel
{
    [BindProperty]
    public WrittenModel Written { get; set; } = new();

    public FollowedRequest Followed { get; private set; } = null!;
    public DataSubjectRequest Asked => Followed.Request;
    public DateOnly Today => clock.Today();
    public string ControllerName => controller.Name;

    /// <summary>Whether the link that opened this page is new enough to be given what the register holds.</summary>
    public bool IsFresh => VisitorCookie.IsFresh(HttpContext, clock.Now());

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await follow.View(VisitorCookie.Request(HttpContext), ct) is not { } found)
            return await Gone();
        Followed = found;
        return Page();
    }

    public async Task<IActionResult> OnPostWriteAsync(CancellationToken ct)
    {
        var kind = Written.IsEvidence ? AttachmentKind.IdentityEvidence : AttachmentKind.Other;
        var outcome = await follow.Write(VisitorCookie.Request(HttpContext), Written.Text, await Written.Files.Read(ct), kind, ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["WriteDone"]);
            return Redirect("~/request/mine");
        }

        if (outcome.Refusal == AddToRequestRefusal.RequestNotFound)
            return await Gone();
        ModelState.Clear();
        ModelState.AddModelError(outcome.Refusal is AddToRequestRefusal.NothingAdded or AddToRequestRefusal.TextTooLong or AddToRequestRefusal.NoLongerOpen
            ? "Written.Text" : "Written.Files", terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostAttachmentAsync(Guid file, CancellationToken ct) =>
        !IsFresh ? Redirect("~/request/mine") : await follow.View(VisitorCookie.Request(HttpContext), ct) is { } found && await attachments.ByVisitor(found, new(file), ct) is { } content
            ? File(content.Content, content.ContentType, content.Name)
            : NotFound();

    /// <summary>Sends a new link to the verified address: with it the answer itself is given.</summary>
    public async Task<IActionResult> OnPostProveAsync(CancellationToken ct)
    {
        if (await follow.View(VisitorCookie.Request(HttpContext), ct) is not { Request.ApplicantEmail: { } email } found)
            return await Gone();
        if (!limit.Allows(email))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        await follow.SendProof(found.Request.Id, ct);
        this.SayDone(askTexts["MineProofSent"]);
        return Redirect("~/request/mine");
    }

    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken ct) =>
        IsFresh && await follow.View(VisitorCookie.Request(HttpContext), ct) is { } found && await answers.DownloadByVisitor(found, ct) is { } package
            ? this.Download(package)
            : Redirect("~/request/mine");

    public async Task<IActionResult> OnPostLeaveAsync(CancellationToken ct)
    {
        await follow.Close(VisitorCookie.Request(HttpContext), ct);
        await VisitorCookie.SignOut(HttpContext);
        this.SayDone(askTexts["MineLeft"]);
        return Redirect("~/request");
    }

    /// <summary>There is nothing to follow any more, as when the request was erased.</summary>
    private async Task<IActionResult> Gone()
    {
        await VisitorCookie.SignOut(HttpContext);
        return Redirect("~/request");
    }

    public sealed class WrittenModel
    {
        public string? Text { get; set; }

        public List<IFormFile> Files { get; set; } = [];

        public bool IsEvidence { get; set; }
    }
}

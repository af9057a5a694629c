using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
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
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class RequestModel(
    ViewRequest view, AssignRequest assign, MatchRequest match, UnmatchRequest unmatch, AnswerNoData noData, DecideRequest decide, EvidenceFile evidence, AddToRequest add, ReadAttachment attachments, ConfirmIdentity confirm, AskForIdentity ask, ReadAnswer answer, CancelErasure cancelErasure, AllRights rights, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    internal const string Purpose = "requests";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public IdentityMethod? Method { get; set; }

    [BindProperty]
    public DateOnly? ProofCameOn { get; set; }

    [BindProperty]
    public WrittenModel Written { get; set; } = new();

    /// <summary>What the person said or sent otherwise than in the portal.</summary>
    [BindProperty]
    public CameModel Came { get; set; } = new();

    [BindProperty]
    public AssignmentModel Assignment { get; set; } = new();

    public ViewedRequest Viewed { get; private set; } = null!;
    public bool MayDecide { get; private set; }
    public bool MayConfirm { get; private set; }
    public bool MayMakeEvidence { get; private set; }
    public MatchSuggestions Suggestions { get; private set; } = MatchSuggestions.None;

    [BindProperty]
    public long? CustomerNumber { get; set; }

    /// <summary>Why none of those who were found is the one who asks.</summary>
    [BindProperty, StringLength(AnswerNoData.LongestReasons)]
    public string? NoDataReasons { get; set; }

    public DateOnly Today => clock.Today();

    public IReadOnlyList<SelectListItem> Assignees { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Kinds => terms.Options<AttachmentKind>();
    public IReadOnlyList<SelectListItem> Channels => terms.Options([.. CameBy.Channels]);
    public IReadOnlyList<SelectListItem> Methods => terms.Options([.. ConfirmIdentity.MethodsFor(Viewed.Request.Channel)]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(Purpose), ct) is not { } viewed)
            return NotFound();
        Viewed = viewed;
        var account = (await current.Get()).Account;
        MayDecide = account.Holds(rights[viewed.Request.Type].DecidedWith);
        MayConfirm = MayDecide && viewed.Request.ProposedBy != account.Id;
        MayMakeEvidence = account.Holds(Permission.DecideRequests);
        if (viewed.Request is { IsOpen: true, CustomerId: null, ApplicantName: not null })
            Suggestions = await match.Suggest(viewed.Request.Id, await current.Actor(Purpose), ct);
        if (viewed.Request.IsOpen)
            Assignees = [.. (await assign.Assignees(ct)).Select(a => new SelectListItem(a.Name, a.Id.ToString()))];
        // What another form of the page did not bring stands as it is stored.
        if (!ModelState.ContainsKey("Assignment.To"))
            Assignment.To = viewed.Request.AssignedTo;
        if (!ModelState.ContainsKey("Assignment.TargetOn"))
            Assignment.TargetOn = viewed.Request.TargetOn;
        if (!ModelState.ContainsKey(nameof(ProofCameOn)))
            ProofCameOn = viewed.Request.LastPause?.To;
        return Page();
    }

    public async Task<IActionResult> OnPostIdentityAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await confirm.Run(new(new(Id), Method!.Value) { ProofCameOn = ProofCameOn }, await current.Actor(Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Identity.Done"]);
            return Redirect($"/staff/requests/{Id}");
        }

        ModelState.AddModelError(outcome.Refusal is ConfirmIdentityRefusal.ProofDayMissing or ConfirmIdentityRefusal.ProofDayWrong ? nameof(ProofCameOn) : nameof(Method), terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostAskAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var outcome = await ask.Run(new(Id), await current.Actor(Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone($"{texts[outcome.Value.Mailed ? "Identity.AskedByMail" : "Identity.AskedOtherwise"].Value} {texts[outcome.Value.ClockStands ? "Identity.ClockStopped" : "Identity.ClockGoesOn"].Value}");
            return Redirect($"/staff/requests/{Id}");
        }

        ModelState.AddModelError(nameof(Method), terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostAssignAsync(CancellationToken ct)
    {
        ModelState.Remove(nameof(Method));
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await assign.Run(new(new(Id), Assignment.To, Assignment.TargetOn), await current.Actor(Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Assign.Done"]);
            return Redirect($"/staff/requests/{Id}");
        }

        if (outcome.Refusal == AssignRequestRefusal.RequestNotFound)
            return NotFound();
        ModelState.AddModelError(outcome.Refusal switch
        {
            AssignRequestRefusal.NotAnAssignee => "Assignment.To",
            AssignRequestRefusal.TargetPast or AssignRequestRefusal.TargetAfterDeadline => "Assignment.TargetOn",
            _ => "",
        }, terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostWriteAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await Add(new(new(Id), null, Written.Text, await Written.Files.Read(ct)), nameof(Written), ct);
    }

    public async Task<IActionResult> OnPostCameAsync(CancellationToken ct)
    {
        ModelState.Remove(nameof(Method));
        if (Came.Channel is null && ModelState["Came.Channel"] is not { Errors.Count: > 0 })
            ModelState.AddModelError("Came.Channel", texts["Came.ChannelMissing"]);
        if (Came.On is null && ModelState["Came.On"] is not { Errors.Count: > 0 })
            ModelState.AddModelError("Came.On", terms[AddToRequestRefusal.DayImpossible]);
        return ModelState.IsValid
            ? await Add(new(new(Id), null, Came.Text, await Came.Files.Read(ct), Came.Kind) { FromPerson = new(Came.Channel!.Value, Came.On!.Value) }, nameof(Came), ct)
            : await OnGetAsync(ct);
    }

    private async Task<IActionResult> Add(AddToRequestCommand command, string form, CancellationToken ct)
    {
        var outcome = await add.Run(command, await current.Actor(Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Write.Done"]);
            return Redirect($"/staff/requests/{Id}");
        }

        if (outcome.Refusal == AddToRequestRefusal.RequestNotFound)
            return NotFound();
        var field = outcome.Refusal switch
        {
            AddToRequestRefusal.NothingAdded or AddToRequestRefusal.TextTooLong or AddToRequestRefusal.NoLongerOpen => "Text",
            AddToRequestRefusal.DayImpossible => "On",
            _ => "Files",
        };
        ModelState.AddModelError($"{form}.{field}", terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostMatchAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (CustomerNumber is not { } number)
            ModelState.AddModelError(nameof(CustomerNumber), terms[MatchRequestRefusal.CustomerNotFound]);
        else if (await match.Run(new(Id), number, await current.Actor(Purpose), ct) is { Succeeded: false } outcome)
            ModelState.AddModelError(nameof(CustomerNumber), terms[outcome.Refusal!.Value]);
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        this.SayDone(texts["Match.Done"]);
        return Redirect($"/staff/requests/{Id}");
    }

    public async Task<IActionResult> OnPostUnmatchAsync(CancellationToken ct)
    {
        var outcome = await unmatch.Run(new(Id), await current.Actor(Purpose), ct);
        if (outcome.Refusal == UnmatchRequestRefusal.RequestNotFound)
            return NotFound();
        this.SayDone(texts[outcome.Succeeded ? "Match.Undone" : "Match.UndoTooLate"]);
        return Redirect($"/staff/requests/{Id}");
    }

    public async Task<IActionResult> OnPostNoDataAsync(CancellationToken ct)
    {
        ModelState.Remove(nameof(Method));
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await noData.Run(new(new(Id), NoDataReasons), await current.Actor(Purpose), ct);
        if (outcome.Refusal != DecideRequestRefusal.SomebodyFound)
            return Told(outcome, outcome is { Succeeded: true, Value.IsOpen: true } ? "Decide.Proposed" : outcome.Value?.ApplicantEmail is null ? "Match.NoDataDoneByLetter" : "Match.NoDataDone");
        ModelState.AddModelError(nameof(NoDataReasons), terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken ct)
    {
        var outcome = await decide.Confirm(new(Id), await current.Actor(Purpose), ct);
        return Told(outcome, outcome.Value is { Decision: RequestDecision.NoData, ApplicantEmail: null } ? "Match.NoDataDoneByLetter" : "Confirm.Done");
    }

    public async Task<IActionResult> OnPostReturnAsync(CancellationToken ct) => Told(await decide.Return(new(Id), await current.Actor(Purpose), ct), "Confirm.Returned");

    private IActionResult Told(Outcome<DataSubjectRequest, DecideRequestRefusal> outcome, string done)
    {
        if (outcome.Refusal is DecideRequestRefusal.RequestNotFound)
            return NotFound();
        if (outcome.Refusal is DecideRequestRefusal.NotPermitted)
            return Forbid();
        this.SayDone(outcome.Succeeded ? texts[done].Value : terms[outcome.Refusal]);
        return Redirect($"/staff/requests/{Id}");
    }

    [AlsoRequires(Permission.DecideRequests)]
    public async Task<IActionResult> OnPostEvidenceAsync(CancellationToken ct)
    {
        if (!await evidence.Exists(new(Id), ct))
            return NotFound();
        var actor = await current.Actor(Purpose);
        return new StreamedZip("evidence.zip", (stream, stop) => evidence.Write(new RequestId(Id), stream, actor, stop));
    }

    public async Task<IActionResult> OnPostReadAsync(CancellationToken ct)
    {
        await add.MarkRead(new(Id), await current.Actor(Purpose), ct);
        return Redirect($"/staff/requests/{Id}");
    }

    public async Task<IActionResult> OnPostAttachmentAsync(Guid file, CancellationToken ct) =>
        await attachments.Run(new(Id), new(file), owner: null, await current.Actor(Purpose), ct) is { } content
            ? File(content.Content, content.ContentType, content.Name)
            : NotFound();

    public async Task<IActionResult> OnPostDownloadAsync(Guid file, CancellationToken ct) =>
        await answer.Download(new(Id), new(file), await current.Actor(Purpose), ct) is { } package
            ? this.Download(package)
            : NotFound();

    public async Task<IActionResult> OnPostCancelErasureAsync(CancellationToken ct)
    {
        if (!(await current.Get()).Account.Holds(rights[RequestType.Erasure].DecidedWith))
            return Forbid();
        var outcome = await cancelErasure.Run(new(Id), owner: null, await current.Actor(Purpose), ct);
        if (outcome is { Succeeded: false, Refusal: CancelErasureRefusal.NotFound })
            return NotFound();
        this.SayDone(texts[outcome.Succeeded ? "Erasure.Cancelled" : "Erasure.TooLate"]);
        return Redirect($"/staff/requests/{Id}");
    }

    public sealed class WrittenModel
    {
        public string? Text { get; set; }

        public List<IFormFile> Files { get; set; } = [];
    }

    public sealed class CameModel
    {
        public Channel? Channel { get; set; }

        public DateOnly? On { get; set; }

        public string? Text { get; set; }

        public List<IFormFile> Files { get; set; } = [];

        public AttachmentKind Kind { get; set; } = AttachmentKind.Letter;
    }

    public sealed class AssignmentModel
    {
        public Guid? To { get; set; }

        public DateOnly? TargetOn { get; set; }
    }
}

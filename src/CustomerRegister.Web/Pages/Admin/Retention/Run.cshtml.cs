using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>One run: its figures, its list, and what its state allows: approve, discard, start, follow.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class RunModel(
    RegisterContext db, CountRetentionRun count, ViewRunPeople view, ApproveRetentionRun approve, DiscardRetentionRun discard,
    PauseRetentionRun pause, ResumeRetentionRun resume, CurrentStaff current, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    private const int RefreshSeconds = 5;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [FromQuery(Name = "outcome")]
    public RunOutcome? Outcome { get; set; }

    [FromQuery(Name = "ground")]
    public GroundKind? Ground { get; set; }

    [FromQuery(Name = "after")]
    public int? After { get; set; }

    [FromQuery(Name = "before")]
    public int? Before { get; set; }

    /// <summary>The seal of the list that was on the page when it was approved.</summary>
    [BindProperty]
    public string? ListHash { get; set; }

    public RunHeading Heading { get; private set; } = null!;
    public RetentionRun Run => Heading.Run;
    public RunCounts Counts { get; private set; } = null!;
    public RunPeoplePage People { get; private set; } = new([], false, false);

    /// <summary>Whether the reader may approve at all, and is not who prepared the run.</summary>
    public bool MayApprove { get; private set; }
    public bool IsPreparer { get; private set; }

    /// <summary>The page shows itself again while the program works on the run.</summary>
    public bool IsMoving => Run.State is RetentionRunState.Preparing or RetentionRunState.Running;

    /// <summary>While the page refreshes by itself it shows no names: every look at them is logged.</summary>
    public bool HasList => Run.State is RetentionRunState.Prepared or RetentionRunState.Approved or RetentionRunState.Finished;

    public OutcomeCounts Shown => Run.State is RetentionRunState.Finished ? Counts.Done : Counts.Planned;

    public IEnumerable<SelectListItem> Outcomes => Enum.GetValues<RunOutcome>()
        .Where(o => o == Outcome || Shown.Of(o) > 0)
        .Select(o => new SelectListItem(terms[o], o.ToString(), o == Outcome))
        .Prepend(new SelectListItem(texts["Retention.AllOutcomes"], "", Outcome is null));

    /// <summary>The kinds of ground that the list has.</summary>
    public IEnumerable<SelectListItem> GroundKinds => Enum.GetValues<GroundKind>()
        .Where(kind => kind == Ground || Shown.Grounds.ContainsKey(kind))
        .Select(kind => new SelectListItem(terms[kind], kind.ToString(), kind == Ground))
        .Prepend(new SelectListItem(texts["Retention.AllGrounds"], "", Ground is null));

    public string? PreviousUrl => People.HasPrevious ? PageUrl("before", People.People[0].Position) : null;

    public string? NextUrl => People.HasNext ? PageUrl("after", People.People.Count > 0 ? People.People[^1].Position : 0) : null;

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => Show(ct);

    [AlsoRequires(Permission.ApproveRetention)]
    public async Task<IActionResult> OnPostApproveAsync(CancellationToken ct)
    {
        var outcome = await approve.Run(new ApproveRetentionRunCommand(new RetentionRunId(Id), ListHash ?? ""), await current.Actor("retention"), ct);
        return outcome.Succeeded ? Done("Retention.ApproveDone") : await Refused($"Retention.Refused.{outcome.Refusal}", ct);
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken ct)
    {
        var outcome = await discard.Run(new RetentionRunId(Id), await current.Actor("retention"), ct);
        return outcome.Succeeded ? Done("Retention.DiscardDone") : await Refused($"Retention.Refused.{outcome.Refusal}", ct);
    }

    public async Task<IActionResult> OnPostPauseAsync(CancellationToken ct)
    {
        var outcome = await pause.Run(new RetentionRunId(Id), await current.Actor("retention"), ct);
        return outcome.Succeeded ? Done("Retention.PauseDone") : await Refused($"Retention.Refused.{outcome.Refusal}", ct);
    }

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken ct)
    {
        var outcome = await resume.Run(new RetentionRunId(Id), await current.Actor("retention"), ct);
        return outcome.Succeeded ? Done("Retention.ResumeDone") : await Refused($"Retention.Refused.{outcome.Refusal}", ct);
    }

    private RedirectResult Done(string text)
    {
        this.SayDone(texts[text]);
        return Redirect($"/admin/retention/{Id}");
    }

    private Task<IActionResult> Refused(string text, CancellationToken ct)
    {
        ModelState.AddModelError("", texts[text]);
        return Show(ct);
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (await db.RetentionRuns.AsNoTracking().Where(r => r.Id == new RetentionRunId(Id)).Headings(db).SingleOrDefaultAsync(ct) is not { } heading)
            return NotFound();
        Heading = heading;
        Counts = await count.Run(Run.Id, ct);
        if (HasList)
            People = await view.Run(new RunPeopleQuery(Run.Id, Outcome, After, Before, Ground), await current.Actor("retention"), ct);
        var account = (await current.Get()).Account;
        IsPreparer = Run.PreparedBy == account.Id;
        MayApprove = !IsPreparer && account.Holds(Permission.ApproveRetention);
        if (IsMoving)
            Response.Headers["Refresh"] = RefreshSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Page();
    }

    private string PageUrl(string side, int position) =>
        $"/admin/retention/{Id}?{side}={position}{(Outcome is { } outcome ? $"&outcome={outcome}" : "")}{(Ground is { } ground ? $"&ground={ground}" : "")}";
}

using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>What a finished run did: figures, grounds, who answers for it, and whoever was kept. The erased are figures only.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class ReportModel(RegisterContext db, CountRetentionRun count, ViewRunPeople view, PdfPrinter pdf, CurrentStaff current) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [FromQuery(Name = "after")]
    public int? After { get; set; }

    [FromQuery(Name = "before")]
    public int? Before { get; set; }

    public RunHeading Heading { get; private set; } = null!;
    public RunCounts Counts { get; private set; } = null!;
    public RunPeoplePage Kept { get; private set; } = null!;

    /// <summary>The first of those with whom it went otherwise than the list foresaw; the run's CSV has all.</summary>
    public RunPeoplePage Changed { get; private set; } = new([], false, false);

    public bool HasPdf => pdf.IsAvailable;

    public string? PreviousUrl => Kept.HasPrevious ? $"/admin/retention/{Id}/report?before={Kept.People[0].Position}" : null;

    public string? NextUrl => Kept.HasNext && Kept.People.Count > 0 ? $"/admin/retention/{Id}/report?after={Kept.People[^1].Position}" : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.RetentionRuns.AsNoTracking().Where(r => r.Id == new RetentionRunId(Id) && r.State == RetentionRunState.Finished)
            .Headings(db).SingleOrDefaultAsync(ct) is not { } heading)
            return NotFound();
        Heading = heading;
        Counts = await count.Run(heading.Run.Id, ct);
        Kept = await view.Run(new RunPeopleQuery(heading.Run.Id, RunOutcome.Kept, After, Before), await current.Actor("retention"), ct);
        if (Counts.Changed > 0)
            Changed = await view.Run(new RunPeopleQuery(heading.Run.Id, null, null, null, OnlyChanged: true), await current.Actor("retention"), ct);
        return Page();
    }
}

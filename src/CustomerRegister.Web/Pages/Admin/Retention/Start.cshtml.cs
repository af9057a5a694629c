using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>The question before an approved run is started: what is erased does not come back.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class StartModel(RegisterContext db, CountRetentionRun count, StartRetentionRun start, CurrentStaff current, IStringLocalizer<AdminTexts> texts) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    public RetentionRun Run { get; private set; } = null!;

    public OutcomeCounts Planned { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => Show(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await start.Run(new RetentionRunId(Id), await current.Actor("retention"), ct);
        if (outcome.Refusal == StartRetentionRunRefusal.ListChanged)
        {
            ModelState.AddModelError("", texts["Retention.Refused.ListAltered"]);
            return await Show(ct);
        }

        if (outcome.Succeeded)
            this.SayDone(texts["Retention.StartDone"]);
        return Redirect($"/admin/retention/{Id}");
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (await db.RetentionRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new RetentionRunId(Id), ct) is not { } run)
            return NotFound();
        if (run.State != RetentionRunState.Approved)
            return Redirect($"/admin/retention/{Id}");
        (Run, Planned) = (run, (await count.Run(run.Id, ct)).Planned);
        return Page();
    }
}

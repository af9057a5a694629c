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

/// <summary>The second person sends a list back, with the reason.</summary>
[RequirePermission(Permission.ApproveRetention)]
public sealed class SendBackModel(RegisterContext db, SendBackRetentionRun sendBack, CurrentStaff current, IStringLocalizer<AdminTexts> texts) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public RetentionRun Run { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        return Run.State == RetentionRunState.Prepared ? Page() : Redirect($"/admin/retention/{Id}");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await sendBack.Run(new(new(Id), Reason ?? ""), await current.Actor("retention"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Retention.SendBackDone"]);
            return Redirect($"/admin/retention/{Id}");
        }

        ModelState.AddModelError(outcome.Refusal is SendBackRetentionRunRefusal.ReasonMissing or SendBackRetentionRunRefusal.ReasonTooLong ? nameof(Reason) : "", texts[$"Retention.Refused.{outcome.Refusal}"]);
        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await db.RetentionRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new RetentionRunId(Id), ct) is not { } run)
            return false;
        Run = run;
        return true;
    }
}

using System.ComponentModel.DataAnnotations;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>A person of a run's list in full, once the reader has said why: the look is logged with the reason.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class PersonModel(RegisterContext db, InspectRunPerson inspect, RetentionRules rules, CurrentStaff current) : PageModel
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [FromRoute(Name = "position")]
    public int Position { get; set; }

    [BindProperty, Required]
    public InspectionReason? Reason { get; set; }

    public RetentionRun Run { get; private set; } = null!;

    /// <summary>Null until the reason is given.</summary>
    public InspectedPerson? Person { get; private set; }

    public RetentionRules Rules => rules;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (ModelState.IsValid)
            Person = await inspect.Run(Run.Id, Position, Reason!.Value, await current.Actor("retention"), ct);
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var id = new RetentionRunId(Id);
        if (await db.RetentionRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && db.RetentionRunPeople.Any(p => p.RunId == id && p.Position == Position), ct) is not { } run)
            return false;
        Run = run;
        return true;
    }
}

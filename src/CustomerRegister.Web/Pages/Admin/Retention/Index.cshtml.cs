using System.ComponentModel.DataAnnotations;
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

/// <summary>The rules of retention with their sources, and the runs.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class IndexModel(RegisterContext db, RetentionRules rules, PrepareRetentionRun prepare, ForeseeYear year, CurrentStaff current, TimeProvider clock, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    private const int PageSize = 20;

    public RetentionRules Rules => rules;

    public IReadOnlyList<SelectListItem> RuleOptions => [new(texts["Retention.AllRules"], ""), .. terms.Options<RetentionRule>()];

    public DueCalendar Calendar { get; private set; } = new(0, []);

    public IReadOnlyList<RunHeading> Runs { get; private set; } = [];

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    [BindProperty, Required]
    public DateOnly? AsOf { get; set; }

    /// <summary>The one rule that the run is of; null for all that need approval.</summary>
    [BindProperty]
    public RetentionRule? Rule { get; set; }

    /// <summary>Only runs with a lower number: the page begins below it.</summary>
    [FromQuery(Name = "below")]
    public long? Below { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        AsOf = clock.Today();
        ModelState.Clear();
        await Load(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await prepare.Run(new PrepareRetentionRunCommand(AsOf!.Value, Rule), await current.Actor("retention"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["Retention.PrepareDone"]);
                return Redirect($"/admin/retention/{outcome.Value.Id.Value}");
            }

            ModelState.AddModelError(outcome.Refusal == PrepareRetentionRunRefusal.AsOfInFuture ? nameof(AsOf) : "", texts[$"Retention.Refused.{outcome.Refusal}"]);
        }

        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        Calendar = await year.Run(ct);
        var runs = db.RetentionRuns.AsNoTracking();
        if (Below is { } below)
            runs = runs.Where(r => r.Number < below);
        var page = await runs.OrderByDescending(r => r.Number).Take(PageSize + 1).Headings(db).ToListAsync(ct);
        Runs = [.. page.Take(PageSize)];
        PreviousUrl = Below is null ? null : "/admin/retention";
        NextUrl = page.Count > PageSize ? $"/admin/retention?below={Runs[^1].Run.Number}" : null;
    }
}

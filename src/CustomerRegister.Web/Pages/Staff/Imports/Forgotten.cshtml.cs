using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>Rows of people who were erased from the register once. Each comes back only when somebody says so, and why.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class ForgottenModel(ListForgottenRows list, TakeForgottenRow take, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<ImportsTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The line of the last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long After { get; set; }

    [BindProperty]
    public Guid? Row { get; set; }

    [BindProperty]
    public ReturnReason? Reason { get; set; }

    public IReadOnlyList<ForgottenRow> Rows { get; private set; } = [];

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public IEnumerable<SelectListItem> RowOptions => Rows.Select(r => new SelectListItem(texts["ForgottenLine", r.Line.ToString("N0", CultureInfo.CurrentCulture), r.Name, string.Join(", ", r.Contacts)], r.Id.Value.ToString()));

    public IEnumerable<SelectListItem> Reasons => terms.Options<ReturnReason>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await Load(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Row is null)
            ModelState.AddModelError(nameof(Row), texts["ForgottenRowMissing"]);
        if (Reason is null)
            ModelState.AddModelError(nameof(Reason), texts["ReturnReasonMissing"]);
        if (ModelState.IsValid)
        {
            var outcome = await take.Run(new(new(Row!.Value), Reason!.Value), await current.Actor("import"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["TakenBack"]);
                return RedirectToPage(new { Id });
            }

            ModelState.AddModelError(nameof(Row), texts[$"TakeRefusal.{outcome.Refusal}"]);
        }

        return await Load(ct) ? Page() : NotFound();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var id = new ImportId(Id);
        if (!await db.Imports.AnyAsync(i => i.Id == id && i.State == ImportState.Finished, ct))
            return false;
        var found = await list.Run(id, After, await current.Actor("import"), ct);
        Rows = [.. found.Take(ListForgottenRows.PageSize)];
        if (After > 0)
            PreviousUrl = $"/staff/imports/{Id}/forgotten";
        if (found.Count > Rows.Count)
            NextUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports/{Id}/forgotten?after={Rows[^1].Line}");
        return true;
    }
}

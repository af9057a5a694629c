using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>Asks whether an import shall be undone, or tells what has been built on it.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class UndoModel(UndoImport undo, RegisterContext db, CurrentStaff current, IStringLocalizer<ImportsTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Import Import { get; private set; } = null!;

    public BuiltOn BuiltOn { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var id = new ImportId(Id);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Finished, ct) is not { } import)
            return RedirectToPage("Import", new { Id });
        Import = import;
        BuiltOn = await undo.Foresee(import, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (outcome, _) = await undo.Run(new(Id), await current.Actor("import"), ct);
        if (outcome.Refusal == UndoImportRefusal.BuiltOn)
            return await OnGetAsync(ct);
        if (outcome.Succeeded)
            this.SayDone(texts["UndoDone"]);
        return RedirectToPage("Import", new { Id });
    }
}

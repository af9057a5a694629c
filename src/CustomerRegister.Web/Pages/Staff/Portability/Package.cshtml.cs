using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Staff;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Portability;

/// <summary>A package that waits: what it brings and what it meets in the register, until somebody takes it in or discards it. Afterwards it is an import like others.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class PackageModel(
    TakeInPackage takeIn, DiscardImport discard, UploadFolder uploads, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<PortabilityTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Of the package that the page showed.</summary>
    [BindProperty]
    public string? Hash { get; set; }

    [BindProperty]
    public bool DespiteDuplicates { get; set; }

    [BindProperty]
    public ReturnReason? Return { get; set; }

    [BindProperty]
    public bool WithHistory { get; set; } = true;

    public Import Import { get; private set; } = null!;

    public PackagePreview? Preview { get; private set; }

    public IEnumerable<SelectListItem> Reasons => terms.Options<ReturnReason>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await using var file = uploads.Open(new(Id));
        if (!ModelState.IsValid || file is null)
            return await Show(ct);
        // What has been begun is finished even if the browser goes away.
        var outcome = await takeIn.Run(new(new(Id), Hash ?? "", DespiteDuplicates, Return, WithHistory), file, await current.Actor("import"), CancellationToken.None);
        if (outcome.Succeeded)
        {
            uploads.Delete(new(Id));
            this.SayDone(texts["Done"]);
            return Redirect($"/staff/customers/{outcome.Value.Value}");
        }

        ModelState.AddModelError(outcome.Refusal switch
        {
            TakeInPackageRefusal.MaybeDuplicate => nameof(DespiteDuplicates),
            TakeInPackageRefusal.Forgotten => nameof(Return),
            _ => "",
        }, texts[$"Refusal.{outcome.Refusal}"]);
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken ct)
    {
        var outcome = await discard.Run(new(Id), await current.Actor("import"), ct);
        if (outcome.Succeeded)
            uploads.Delete(new(Id));
        this.SayDone(texts["Discarded"]);
        return Redirect("/staff/imports");
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        var id = new ImportId(Id);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Kind == ImportKind.Portability, ct) is not { } import)
            return NotFound();
        if (import.State != ImportState.Ready)
            return Redirect($"/staff/imports/{Id}");
        Import = import;
        await using var file = uploads.Open(id);
        if (file is not null && await ReadPackage.From(file, ct) is { Document: { } document, Hash: var hash })
            Preview = await takeIn.Preview(document, hash, await current.Actor("import"), ct);
        return Page();
    }
}

using System.ComponentModel.DataAnnotations;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Staff;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Portability;

/// <summary>Where a portability package is handed in that a person has brought from another controller (N34).</summary>
[RequirePermission(Permission.ImportData)]
[LargestUpload(PortabilityLimits.Package + FormAround), RequestSizeLimit(PortabilityLimits.Package + FormAround), RequestFormLimits(MultipartBodyLengthLimit = PortabilityLimits.Package + FormAround)]
public sealed class IndexModel(PreparePackage prepare, UploadFolder uploads, CurrentStaff current, IStringLocalizer<PortabilityTexts> texts) : PageModel
{
    private const long FormAround = 1024 * 1024;

    [BindProperty, Required]
    public IFormFile? Package { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return Page();
        await using var content = Package!.OpenReadStream();
        var read = await ReadPackage.From(content, ct);
        if (read.Problem is { } problem)
        {
            ModelState.AddModelError(nameof(Package), problem.InWords(texts));
            return Page();
        }

        var import = await prepare.Run(read.Document!, await current.Actor("import"), ct);
        content.Position = 0;
        await uploads.Keep(import.Id, content, ct);
        return Redirect($"/staff/packages/{import.Id.Value}");
    }
}

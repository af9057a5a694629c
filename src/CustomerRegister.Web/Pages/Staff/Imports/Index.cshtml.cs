using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
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

namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>Where a file is uploaded, and where past imports are listed.</summary>
[RequirePermission(Permission.ImportData)]
[LargestUpload(LargestFile + FormAround), RequestSizeLimit(LargestFile + FormAround), RequestFormLimits(MultipartBodyLengthLimit = LargestFile + FormAround)]
public sealed class IndexModel(PrepareImport prepare, UploadFolder uploads, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<ImportsTexts> texts) : PageModel
{
    /// <summary>In bytes.</summary>
    public const long LargestFile = 200 * 1024 * 1024;

    public const string KindByHeadings = "guess";

    private const long FormAround = 1024 * 1024;
    private const int PageSize = 20;

    [BindProperty, Required]
    public IFormFile? CsvFile { get; set; }

    /// <summary>An <see cref="ImportKind"/>, or <see cref="KindByHeadings"/>.</summary>
    [BindProperty]
    public string Kind { get; set; } = KindByHeadings;

    [BindProperty, StringLength(SourceName.MaxLength)]
    public string? Source { get; set; }

    [BindProperty]
    public SourceKind SourceKind { get; set; } = SourceKind.Controller;

    /// <summary>Ticks (UTC) of the last import of the page before; the list goes on with older ones.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<Import> Imports { get; private set; } = [];

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public IEnumerable<SelectListItem> Kinds => [new(texts["KindGuessed"], KindByHeadings), .. terms.Options([.. Enum.GetValues<ImportKind>().Where(kind => kind != ImportKind.Portability)])];

    public IEnumerable<SelectListItem> SourceKinds => terms.Options<SourceKind>();

    public Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return LoadPast(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (CsvFile?.Length > LargestFile)
            ModelState.AddModelError(nameof(CsvFile), texts["FileTooLarge", LargestFile / 1024 / 1024]);
        if (!ModelState.IsValid)
            return await Again(ct);
        await using var content = CsvFile!.OpenReadStream();
        var source = string.IsNullOrWhiteSpace(Source) ? SourceName.FromFileName(CsvFile.FileName) : Source;
        var outcome = await prepare.Run(new(Enum.TryParse<ImportKind>(Kind, out var kind) && kind != ImportKind.Portability ? kind : null, source, SourceKind), content, await current.Actor("import"), ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(Field(outcome.Refusal.Value), texts[$"Refusal.{outcome.Refusal}"]);
            return await Again(ct);
        }

        content.Position = 0;
        await uploads.Keep(outcome.Value.Id, content, ct);
        return Redirect($"/staff/imports/{outcome.Value.Id.Value}");
    }

    private async Task<IActionResult> Again(CancellationToken ct)
    {
        await LoadPast(ct);
        return Page();
    }

    private async Task LoadPast(CancellationToken ct)
    {
        var past = db.Imports.AsNoTracking();
        if (Before is > 0 and var ticks && ticks < DateTime.MaxValue.Ticks)
        {
            var before = new DateTime(ticks, DateTimeKind.Utc);
            past = past.Where(i => i.StartedAt < before);
            PreviousUrl = "/staff/imports";
        }

        var found = await past.OrderByDescending(i => i.StartedAt).Take(PageSize + 1).ToListAsync(ct);
        Imports = [.. found.Take(PageSize)];
        if (found.Count > PageSize)
            NextUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports?before={Imports[^1].StartedAt.Ticks}");
    }

    private static string Field(PrepareImportRefusal refusal) => refusal switch
    {
        PrepareImportRefusal.KindUnclear => nameof(Kind),
        PrepareImportRefusal.SourceNameInvalid => nameof(Source),
        _ => nameof(CsvFile),
    };
}

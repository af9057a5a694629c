using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>One import: the mapping of its columns with a preview until it is confirmed, its result afterwards.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class ImportModel(ImportFile importFile, DiscardImport discard, UploadFolder uploads, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<ImportsTexts> texts) : PageModel
{
    public const string NotTaken = "-";

    private const int PageSize = 100;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>By column of the file: the name of the field it goes to, or <see cref="NotTaken"/>.</summary>
    [BindProperty]
    public List<string> Fields { get; set; } = [];

    [BindProperty]
    public string? Currency { get; set; }

    /// <summary>The mapping that the preview on the page was made with: only what was looked at is imported.</summary>
    [BindProperty]
    public string? Checked { get; set; }

    /// <summary>The last rejection of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public int After { get; set; }

    public Import Import { get; private set; } = null!;

    public string? StartedBy { get; private set; }

    public ImportPreview? Preview { get; private set; }

    public IReadOnlyList<ImportRejection> Rejections { get; private set; } = [];

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public IEnumerable<SelectListItem> FieldOptions =>
        [new(texts["NotTaken"], NotTaken), .. terms.Options([.. ImportFields.Of(Import.Kind).Select(rule => rule.Field)])];

    public static Meaning Meaning(ImportState state) => state switch
    {
        ImportState.Finished => Shared.TagHelpers.Meaning.Good,
        ImportState.Ready => Shared.TagHelpers.Meaning.Attention,
        _ => Shared.TagHelpers.Meaning.Neutral,
    };

    public static string NameOf(char delimiter) => delimiter switch { ';' => "Semicolon", '\t' => "Tab", _ => "Comma" };

    public static string Abbreviated(string value) => value.Length <= 40 ? value : string.Concat(value.AsSpan(0, 39), "…");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        ModelState.Clear();
        if (Import.State == ImportState.Ready)
            await Guess(ct);
        else
            await LoadRejections(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready)
            return RedirectToPage(new { Id });
        await Check(isConfirmed: false, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRunAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready)
            return RedirectToPage(new { Id });
        var mapping = await Check(isConfirmed: true, ct);
        if (!ModelState.IsValid || mapping is null)
            return Page();
        await using var file = uploads.Open(Import.Id);
        if (file is null)
            return RedirectToPage(new { Id });
        // What has been begun is finished even if the browser goes away.
        var outcome = await importFile.Run(new(Import.Id, mapping, Currency!), file, await current.Actor("import"), CancellationToken.None);
        if (outcome.Succeeded)
        {
            uploads.Delete(Import.Id);
            this.SayDone(texts["Done", outcome.Value.Imported.ToString("N0", CultureInfo.CurrentCulture), outcome.Value.Unchanged.ToString("N0", CultureInfo.CurrentCulture), outcome.Value.Rejected.ToString("N0", CultureInfo.CurrentCulture)]);
        }

        return RedirectToPage(new { Id });
    }

    public async Task<IActionResult> OnPostDiscardAsync(CancellationToken ct)
    {
        var outcome = await discard.Run(new(Id), await current.Actor("import"), ct);
        if (!outcome.Succeeded)
            return RedirectToPage(new { Id });
        uploads.Delete(outcome.Value.Id);
        this.SayDone(texts["Discarded"]);
        return Redirect("/staff/imports");
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var id = new ImportId(Id);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import)
            return false;
        Import = import;
        StartedBy = await db.Users.Where(u => u.Id == import.StartedBy).Select(u => u.FullName).SingleOrDefaultAsync(ct);
        return true;
    }

    private async Task LoadRejections(CancellationToken ct)
    {
        var found = await db.ImportRejections.AsNoTracking().Where(r => r.ImportId == Import.Id && r.Position > After).OrderBy(r => r.Position).Take(PageSize + 1).ToListAsync(ct);
        Rejections = [.. found.Take(PageSize)];
        if (After > 0)
            PreviousUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports/{Id}?after={Math.Max(0, After - PageSize)}");
        if (found.Count > PageSize)
            NextUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports/{Id}?after={Rejections[^1].Position}");
    }

    private async Task Guess(CancellationToken ct)
    {
        Currency = ImportFileCommand.DefaultCurrency;
        await using var file = uploads.Open(Import.Id);
        if (file is null)
            return;
        Preview = await importFile.Preview(Import, file, null, Currency, ct);
        if (Preview is null)
            return;
        var byHeading = Preview.Mapping.Columns.ToDictionary(c => c.Value, c => c.Key.ToString(), StringComparer.OrdinalIgnoreCase);
        Fields = [.. Preview.Header.Select(heading => byHeading.GetValueOrDefault(heading, NotTaken))];
        Checked = Written();
        Complain(Preview.Faults);
    }

    /// <summary>Makes the preview with the mapping of the form; what hinders is in the model state.</summary>
    private async Task<ImportMapping?> Check(bool isConfirmed, CancellationToken ct)
    {
        if (Import.Kind != ImportKind.Orders)
            Currency = ImportFileCommand.DefaultCurrency;
        var currencyIsKnown = CurrencyCode.TryRead(Currency, out var code);
        if (!currencyIsKnown)
            ModelState.AddModelError(nameof(Currency), texts["CurrencyUnknown"]);
        Currency = code ?? Currency;
        await using var file = uploads.Open(Import.Id);
        if (file is null)
            return null;
        using var rows = await CsvRows.OpenAsync(file, cancellationToken: ct);
        var header = rows.Header;
        file.Position = 0;
        var columns = new Dictionary<ImportField, string>();
        for (var i = 0; i < Math.Min(Fields.Count, header.Count); i++)
        {
            if (header[i].Length == 0 || !Enum.TryParse<ImportField>(Fields[i], out var field) || !Enum.IsDefined(field))
                continue;
            if (!columns.TryAdd(field, header[i]))
                ModelState.AddModelError($"Fields[{i}]", texts["FieldTwice", terms[field], columns[field]]);
        }

        Fields = [.. header.Select((_, i) => i < Fields.Count && Enum.TryParse<ImportField>(Fields[i], out var field) ? field.ToString() : NotTaken)];
        var mapping = new ImportMapping(columns);
        Preview = await importFile.Preview(Import, file, mapping, code ?? ImportFileCommand.DefaultCurrency, ct);
        if (Preview is null)
            return null;
        Complain(Preview.Faults);
        var before = Checked;
        Checked = Written();
        ModelState.Remove(nameof(Checked));
        if (isConfirmed && ModelState.IsValid && before != Checked)
            ModelState.AddModelError("", texts["MappingChanged"]);
        return mapping;
    }

    private string Written() => $"{string.Join(' ', Fields)} {Currency}";

    private void Complain(IReadOnlyList<(ImportField Field, MappingFault Fault)> faults)
    {
        foreach (var (field, fault) in faults)
            ModelState.AddModelError("", texts[$"Fault.{fault}", terms[field]]);
    }
}

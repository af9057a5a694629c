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

/// <summary>One import: how its file is read and mapped, with a preview, until it is confirmed; how far it has come while a long file is taken in; its result afterwards.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class ImportModel(
    ImportFile importFile, ConfirmImport confirm, DiscardImport discard, SaveMapping saveMapping, DeleteMapping deleteMapping, UploadFolder uploads,
    RegisterContext db, CurrentStaff current, IConfiguration configuration, TermNames terms, IStringLocalizer<ImportsTexts> texts) : PageModel
{
    public const string NotTaken = "-";

    public const string ToldByFile = "guess";

    private const int PageSize = 100;

    /// <summary>In bytes: a longer file is left to a job, so that nobody waits before a page that does not answer.</summary>
    private const long LongFile = 1024 * 1024;

    private const int SecondsToNextLook = 3;

    private static readonly char[] KnownDelimiters = [',', ';', '\t'];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>By column of the file: the name of the field it goes to, or <see cref="NotTaken"/>.</summary>
    [BindProperty]
    public List<string> Fields { get; set; } = [];

    [BindProperty]
    public string? Currency { get; set; }

    /// <summary>One of <see cref="CsvEncodings"/>, or <see cref="ToldByFile"/>.</summary>
    [BindProperty]
    public string? Encoding { get; set; } = ToldByFile;

    /// <summary>Comma, Semicolon or Tab, or <see cref="ToldByFile"/>.</summary>
    [BindProperty]
    public string? Delimiter { get; set; } = ToldByFile;

    /// <summary>By what people in an update file are found: names of <see cref="ProposalMatch"/>.</summary>
    [BindProperty]
    public List<string> MatchBy { get; set; } = [];

    [BindProperty]
    public string? MappingName { get; set; }

    [BindProperty]
    public string? Saved { get; set; }

    /// <summary>The mapping that the preview on the page was made with: only what was looked at is imported.</summary>
    [BindProperty]
    public string? Checked { get; set; }

    /// <summary>The encoding and delimiter with which the columns on the page were read.</summary>
    [BindProperty]
    public string? ReadAs { get; set; }

    /// <summary>The last rejection of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public int After { get; set; }

    public Import Import { get; private set; } = null!;

    public string? StartedBy { get; private set; }

    public ImportPreview? Preview { get; private set; }

    public ImportProgress? Progress { get; private set; }

    public IReadOnlyList<ImportRejection> Rejections { get; private set; } = [];

    public IReadOnlyList<SavedMapping> SavedMappings { get; private set; } = [];

    /// <summary>Whether the rejected rows are kept still.</summary>
    public bool HasRejectedRows { get; private set; }

    public int Forgotten { get; private set; }

    public int OpenProposals { get; private set; }

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public IEnumerable<SelectListItem> FieldOptions =>
        [new(texts["NotTaken"], NotTaken), .. terms.Options([.. ImportFields.Of(Import.Kind).Select(rule => rule.Field)])];

    public IEnumerable<SelectListItem> Encodings => [new(texts["Guessed"], ToldByFile), .. CsvEncodings.Names.Select(name => new SelectListItem(name.ToUpperInvariant(), name))];

    public IEnumerable<SelectListItem> Delimiters => [new(texts["Guessed"], ToldByFile), .. KnownDelimiters.Select(NameOf).Select(name => new SelectListItem(texts[$"Delimiter.{name}"], name))];

    public IEnumerable<SelectListItem> Matches => terms.Options(
        ProposalMatch.CustomerNumber, ProposalMatch.SourceKey, ProposalMatch.NameAndAddress, ProposalMatch.Email, ProposalMatch.Phone);

    public IEnumerable<SelectListItem> SavedOptions => SavedMappings.Select(m => new SelectListItem(m.Name, m.Id.Value.ToString()));

    public static Meaning Meaning(ImportState state) => state switch
    {
        ImportState.Finished => Shared.TagHelpers.Meaning.Good,
        ImportState.Ready => Shared.TagHelpers.Meaning.Attention,
        ImportState.Confirmed or ImportState.Running => Shared.TagHelpers.Meaning.Info,
        _ => Shared.TagHelpers.Meaning.Neutral,
    };

    public static string NameOf(char delimiter) => delimiter switch { ';' => "Semicolon", '\t' => "Tab", _ => "Comma" };

    public static string Abbreviated(string value) => value.Length <= 40 ? value : string.Concat(value.AsSpan(0, 39), "…");

    private CsvFormat Format => new(
        CsvEncodings.IsKnown(Encoding) ? Encoding : null,
        Delimiter switch { "Comma" => ',', "Semicolon" => ';', "Tab" => '\t', _ => null });

    private IReadOnlyList<ProposalMatch> Match => Import.Kind != ImportKind.Updates ? [] : [.. MatchBy.Select(name => Enum.TryParse<ProposalMatch>(name, out var match) ? match : ProposalMatch.Ambiguous).Where(m => m != ProposalMatch.Ambiguous)];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import is { Kind: ImportKind.Portability, State: ImportState.Ready })
            return Redirect($"/staff/packages/{Id}");
        ModelState.Clear();
        switch (Import.State)
        {
            case ImportState.Ready:
                MatchBy = [.. ImportFileCommand.UsualMatch.Select(m => m.ToString())];
                Currency = ImportFileCommand.DefaultCurrency;
                await Look(null, ct);
                break;
            case ImportState.Confirmed or ImportState.Running:
                Progress = uploads.Noted(Import.Id);
                // The page asks again by itself, also without script.
                Response.Headers["Refresh"] = SecondsToNextLook.ToString(CultureInfo.InvariantCulture);
                break;
            default:
                await LoadResult(ct);
                break;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready || Import.Kind == ImportKind.Portability)
            return RedirectToPage(new { Id });
        await Check(isConfirmed: false, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRunAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready || Import.Kind == ImportKind.Portability)
            return RedirectToPage(new { Id });
        var mapping = await Check(isConfirmed: true, ct);
        if (!ModelState.IsValid || mapping is null)
            return Page();
        var command = new ImportFileCommand(Import.Id, mapping, Currency!, Format, Match);
        var actor = await current.Actor("import");
        if (uploads.LengthOf(Import.Id) > configuration.GetValue("Imports:LongFile", LongFile))
        {
            await confirm.Run(command, Preview!.Header, actor, ct);
            return RedirectToPage(new { Id });
        }

        await using var file = uploads.Open(Import.Id);
        if (file is null)
            return RedirectToPage(new { Id });
        // What has been begun is finished even if the browser goes away.
        var outcome = await importFile.Run(command, file, actor, CancellationToken.None);
        if (outcome.Succeeded)
        {
            uploads.Delete(Import.Id);
            this.SayDone(texts[Import.Kind == ImportKind.Updates ? "DoneUpdates" : "Done", Written(outcome.Value.Imported), Written(outcome.Value.Unchanged), Written(outcome.Value.Rejected)]);
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

    /// <summary>Takes the columns as a saved mapping has them.</summary>
    public async Task<IActionResult> OnPostUseAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready || Import.Kind == ImportKind.Portability)
            return RedirectToPage(new { Id });
        if (Chosen() is not { } saved)
        {
            await Check(isConfirmed: false, ct);
            ModelState.AddModelError(nameof(Saved), texts["ChooseMappingFirst"]);
            return Page();
        }

        ModelState.Clear();
        Currency = CurrencyCode.TryRead(Currency, out var code) ? code : ImportFileCommand.DefaultCurrency;
        await Look(saved, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready || Import.Kind == ImportKind.Portability)
            return RedirectToPage(new { Id });
        if (await Check(isConfirmed: false, ct) is not { } mapping)
            return Page();
        var outcome = await saveMapping.Run(new(Import.Kind, MappingName ?? "", mapping), await current.Actor("import"), ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(nameof(MappingName), texts[$"SaveRefusal.{outcome.Refusal}", SavedMapping.NameLength]);
            return Page();
        }

        ViewData["Saved"] = outcome.Value.Name;
        await LoadMappings(ct);
        Saved = outcome.Value.Id.Value.ToString();
        ModelState.Remove(nameof(Saved));
        return Page();
    }

    public async Task<IActionResult> OnPostDeleteMappingAsync(CancellationToken ct)
    {
        if (!await Load(ct))
            return NotFound();
        if (Import.State != ImportState.Ready || Import.Kind == ImportKind.Portability)
            return RedirectToPage(new { Id });
        await Check(isConfirmed: false, ct);
        if (Chosen() is not { } saved)
        {
            ModelState.AddModelError(nameof(Saved), texts["ChooseMappingFirst"]);
            return Page();
        }

        await deleteMapping.Run(saved.Id, await current.Actor("import"), ct);
        ViewData["Deleted"] = saved.Name;
        Saved = null;
        ModelState.Remove(nameof(Saved));
        await LoadMappings(ct);
        return Page();
    }

    private SavedMapping? Chosen() => Guid.TryParse(Saved, out var id) ? SavedMappings.FirstOrDefault(m => m.Id.Value == id) : null;

    private static string Written(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private async Task<bool> Load(CancellationToken ct)
    {
        var id = new ImportId(Id);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } import)
            return false;
        Import = import;
        StartedBy = await db.Users.Where(u => u.Id == import.StartedBy).Select(u => u.FullName).SingleOrDefaultAsync(ct);
        if (import.State == ImportState.Ready)
            await LoadMappings(ct);
        return true;
    }

    private async Task LoadMappings(CancellationToken ct) =>
        SavedMappings = await db.SavedMappings.AsNoTracking().Where(m => m.Kind == Import.Kind).OrderBy(m => m.Name).Take(PageSize).ToListAsync(ct);

    private async Task LoadResult(CancellationToken ct)
    {
        var found = await db.ImportRejections.AsNoTracking().Where(r => r.ImportId == Import.Id && r.Position > After).OrderBy(r => r.Position).Take(PageSize + 1).ToListAsync(ct);
        Rejections = [.. found.Take(PageSize)];
        if (After > 0)
            PreviousUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports/{Id}?after={Math.Max(0, After - PageSize)}");
        if (found.Count > PageSize)
            NextUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports/{Id}?after={Rejections[^1].Position}");
        HasRejectedRows = Import.Rejected > 0 && await db.RejectedRows.AnyAsync(r => r.ImportId == Import.Id && !r.IsHeading, ct);
        Forgotten = HasRejectedRows ? await db.RejectedRows.CountAsync(r => r.ImportId == Import.Id && r.IsForgotten, ct) : 0;
        if (Import is { Kind: ImportKind.Updates, State: ImportState.Finished })
            OpenProposals = await db.UpdateProposals.CountAsync(p => p.ImportId == Import.Id && p.State == ProposalState.Open, ct);
    }

    /// <summary>Makes the preview with a saved mapping, or with a guessed one.</summary>
    private async Task Look(SavedMapping? saved, CancellationToken ct)
    {
        await using var file = uploads.Open(Import.Id);
        if (file is null)
            return;
        ImportMapping? mapping = null;
        if (saved is not null)
        {
            using var rows = await CsvRows.OpenAsync(file, Format, ct);
            mapping = saved.For(rows.Header);
            file.Position = 0;
        }

        Preview = await importFile.Preview(Import, file, mapping, Currency!, await current.Actor("import"), ct, Format, Match);
        if (Preview is null)
        {
            ModelState.AddModelError(nameof(Encoding), texts["UnreadableSo"]);
            return;
        }

        var byHeading = Preview.Mapping.Columns.ToDictionary(c => c.Value, c => c.Key.ToString(), StringComparer.OrdinalIgnoreCase);
        Fields = [.. Preview.Header.Select(heading => byHeading.GetValueOrDefault(heading, NotTaken))];
        Remember();
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
        if (Import.Kind == ImportKind.Updates && Match.Count == 0)
            ModelState.AddModelError(nameof(MatchBy), texts["MatchByMissing"]);
        // Read in another way, the file has other columns: those on the page are of no use.
        if (ReadAs is not null && ReadAs != WrittenFormat())
        {
            ModelState.Clear();
            Currency = code ?? ImportFileCommand.DefaultCurrency;
            await Look(null, ct);
            if (isConfirmed)
                ModelState.AddModelError("", texts["MappingChanged"]);
            return Preview?.Mapping;
        }

        await using var file = uploads.Open(Import.Id);
        if (file is null)
            return null;
        using var rows = await CsvRows.OpenAsync(file, Format, ct);
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
        Preview = await importFile.Preview(Import, file, mapping, code ?? ImportFileCommand.DefaultCurrency, await current.Actor("import"), ct, Format, Match);
        if (Preview is null)
            return null;
        Complain(Preview.Faults);
        var before = Checked;
        Remember();
        if (isConfirmed && ModelState.IsValid && before != Checked)
            ModelState.AddModelError("", texts["MappingChanged"]);
        return mapping;
    }

    private void Remember()
    {
        (Checked, ReadAs) = ($"{string.Join(' ', Fields)} {Currency} {WrittenFormat()} {string.Join(' ', Match)}", WrittenFormat());
        ModelState.Remove(nameof(Checked));
        ModelState.Remove(nameof(ReadAs));
    }

    private string WrittenFormat() => $"{Format.Encoding}/{(Format.Delimiter is { } delimiter ? NameOf(delimiter) : "")}";

    private void Complain(IReadOnlyList<(ImportField Field, MappingFault Fault)> faults)
    {
        foreach (var (field, fault) in faults)
            ModelState.AddModelError("", texts[field == ImportField.CustomerNumber ? "Fault.NothingToFindBy" : $"Fault.{fault}", terms[field]]);
    }
}

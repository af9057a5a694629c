using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Cli;

internal static class ImportCommand
{
    private const int AllTaken = 0, SomeRejected = 1, NotRead = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Make(IServiceProvider services)
    {
        var file = new Argument<FileInfo>("file") { Description = "A CSV file with a heading row. Encoding and delimiter are recognised." };
        var kind = new Option<string>("--kind") { Description = "What the rows are; auto tells it by the headings.", DefaultValueFactory = _ => "auto" };
        kind.AcceptOnlyFromAmong("auto", "customers", "orders", "order-lines", "updates");
        var source = new Option<string?>("--source") { Description = "The name of the system the file comes from, equal in files that belong together. Default: the file's name up to its first hyphen." };
        var sourceKind = new Option<SourceKind>("--source-kind") { Description = "Whose data it is.", DefaultValueFactory = _ => SourceKind.Controller };
        var currency = new Option<string>("--currency") { Description = "The currency of orders whose row names none.", DefaultValueFactory = _ => ImportFileCommand.DefaultCurrency };
        var map = new Option<string[]>("--map") { Description = "field=column: takes a field from the column of this heading. May be repeated.", DefaultValueFactory = _ => [] };
        var mapping = new Option<string?>("--mapping") { Description = "The name of a saved choice of columns." };
        var encoding = new Option<string?>("--encoding") { Description = "How the file is encoded, where the guess is wrong." };
        encoding.AcceptOnlyFromAmong([.. CsvEncodings.Names]);
        var delimiter = new Option<string?>("--delimiter") { Description = "What stands between fields, where the guess is wrong." };
        delimiter.AcceptOnlyFromAmong([.. Delimiters.Keys]);
        var matchBy = new Option<ProposalMatch[]>("--match-by") { Description = "By what people in an update file are found. May be repeated.", DefaultValueFactory = _ => [.. ImportFileCommand.UsualMatch] };
        var rejected = new Option<FileInfo?>("--rejected") { Description = "Where to write the rejected rows as CSV, to mend and import again." };
        var portability = new Option<bool>("--portability") { Description = "The file is a portability package that a person brings from another controller, not a CSV file." };
        var despiteDuplicates = new Option<bool>("--despite-duplicates") { Description = "Takes a package in although somebody in the register may be the same person." };
        var returnReason = new Option<ReturnReason?>("--return-reason") { Description = "Why a person comes back who was erased from the register once." };
        var withoutHistory = new Option<bool>("--without-history") { Description = "Leaves out what the person did with the other controller." };
        var json = new Option<bool>("--json") { Description = "Prints the result as JSON." };
        var command = new Command("import", "Takes a CSV file into the register. Rows that are in it already change nothing. Exits with 1 if rows were rejected, with 2 if the file was not read.")
        {
            file, kind, source, sourceKind, currency, map, mapping, encoding, delimiter, matchBy, rejected, portability, despiteDuplicates, returnReason, withoutHistory, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            CultureInfo.CurrentUICulture = RegisterCultures.English;
            await using var scope = services.CreateAsyncScope();
            if (scope.ServiceProvider.GetRequiredService<IConfiguration>().GetValue("Database:MigrateAtStart", true))
                await scope.ServiceProvider.MigrateRegister(ct);
            var path = parsed.GetRequiredValue(file);
            if (parsed.GetValue(portability))
                return await PackageImport.Run(scope.ServiceProvider, path, parsed.GetValue(despiteDuplicates), parsed.GetValue(returnReason), !parsed.GetValue(withoutHistory), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, ct);
            var request = new Request(
                path, Kind(parsed.GetRequiredValue(kind)), parsed.GetValue(source) ?? SourceName.FromFileName(path.Name),
                parsed.GetRequiredValue(sourceKind), parsed.GetRequiredValue(currency), parsed.GetRequiredValue(map), parsed.GetValue(mapping),
                new(parsed.GetValue(encoding), parsed.GetValue(delimiter) is { } name ? Delimiters[name] : null), parsed.GetRequiredValue(matchBy), parsed.GetValue(rejected));
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var (report, refusal) = await Run(scope.ServiceProvider, request, ct);
                if (report is null)
                {
                    await error.WriteLineAsync(refusal);
                    return NotRead;
                }

                await output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Json) : InWords(report));
                return report.Rejected == 0 ? AllTaken : SomeRejected;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"The file cannot be read: {e.Message}");
                return NotRead;
            }
        });
        return command;
    }

    private static readonly Dictionary<string, char> Delimiters = new() { ["comma"] = ',', ["semicolon"] = ';', ["tab"] = '\t' };

    private sealed record Request(
        FileInfo File, ImportKind? Kind, string Source, SourceKind SourceKind, string Currency, IReadOnlyList<string> Mappings, string? SavedMapping,
        CsvFormat Format, IReadOnlyList<ProposalMatch> MatchBy, FileInfo? Rejected);

    private sealed record Report(Guid Import, string Kind, string Source, int Imported, int Unchanged, int Rejected, IReadOnlyList<Rejection> Rejections);

    private sealed record Rejection(long Line, int? Column, string? Heading, string Code, string Reason);

    private static ImportKind? Kind(string name) => name switch
    {
        "customers" => ImportKind.Customers,
        "orders" => ImportKind.Orders,
        "order-lines" => ImportKind.OrderLines,
        "updates" => ImportKind.Updates,
        _ => null,
    };

    private static async Task<(Report? Report, string? Refusal)> Run(IServiceProvider services, Request request, CancellationToken ct)
    {
        if (!CurrencyCode.TryRead(request.Currency, out var currency))
            return (null, $"{request.Currency} is no currency.");
        await using var stream = request.File.OpenRead();
        using var rows = await CsvRows.OpenAsync(stream, request.Format, ct);
        stream.Position = 0;
        var kind = request.Kind ?? ImportMapping.GuessKind(rows.Header);
        var mapping = kind is { } known ? ImportMapping.Guess(known, rows.Header) : ImportMapping.None;
        if (request.SavedMapping is { } name)
        {
            if (await services.GetRequiredService<RegisterContext>().SavedMappings.AsNoTracking().SingleOrDefaultAsync(m => m.Kind == kind && m.Name == name, ct) is not { } saved)
                return (null, $"There is no saved choice of columns named {name} for files of this kind.");
            mapping = saved.For(rows.Header);
        }

        foreach (var pair in request.Mappings)
        {
            if (pair.Split('=', 2) is not [var written, { Length: > 0 } heading] || !Enum.TryParse<ImportField>(written, ignoreCase: true, out var field) || !Enum.IsDefined(field))
                return (null, $"{pair} is not of the form field=column. Fields: {string.Join(", ", Enum.GetNames<ImportField>())}.");
            mapping = mapping.With(field, heading);
        }

        // Before anything is written: an import that cannot run should not stand in the list.
        if (kind is { } chosen && rows.Fault is null && mapping.Faults(chosen, rows.Header) is [var fault, ..])
            return (null, $"{fault.Field}: {Words(fault.Fault)} Say it with --map {fault.Field}=COLUMN.");

        var actor = Actor.System("import", "import");
        var prepared = await services.GetRequiredService<PrepareImport>().Run(new(kind, request.Source, request.SourceKind), stream, actor, ct);
        if (!prepared.Succeeded)
            return (null, Words(prepared.Refusal.Value));
        stream.Position = 0;
        var import = prepared.Value;
        var outcome = await services.GetRequiredService<ImportFile>().Run(new(import.Id, mapping, currency, request.Format, request.MatchBy), stream, actor, ct);
        if (!outcome.Succeeded)
            throw new InvalidOperationException($"A file that was read a moment ago is refused: {outcome.Refusal}.");
        var texts = services.GetRequiredService<IStringLocalizer<TermTexts>>();
        var rejections = await services.GetRequiredService<RegisterContext>().ImportRejections.AsNoTracking()
            .Where(r => r.ImportId == import.Id).OrderBy(r => r.Position).ToListAsync(ct);
        if (request.Rejected is { } target)
            await WriteRejected(services, import.Id, target, texts, actor, ct);
        return (new(
            import.Id.Value, import.Kind.ToString(), import.Source, outcome.Value.Imported, outcome.Value.Unchanged, outcome.Value.Rejected,
            [.. rejections.Select(r => new Rejection(r.Line, r.Column, r.Column is { } c ? rows.Header[c - 1] : null, r.Reason.ToString(), texts.Reason(r.Reason, r.Expected, r.Found)))]), null);
    }

    private static async Task WriteRejected(IServiceProvider services, ImportId import, FileInfo target, IStringLocalizer<TermTexts> texts, Actor actor, CancellationToken ct)
    {
        await using var stream = target.Create();
        await using var csv = new CsvOutput(stream);
        await foreach (var row in services.GetRequiredService<ReadRejectedRows>().Run(import, actor, ct))
            await csv.Row([row.IsHeading ? "Reason" : string.Join(' ', row.Problems.Select(p => texts.Reason(p.Reason, p.Expected, p.Found))), .. row.Cells]);
    }

    private static string InWords(Report report) => string.Join(Environment.NewLine,
    [
        .. report.Rejections.Select(r => r.Column is null
            ? string.Create(CultureInfo.InvariantCulture, $"line {r.Line}: {r.Reason}")
            : string.Create(CultureInfo.InvariantCulture, $"line {r.Line}, column {r.Column} ({r.Heading}): {r.Reason}")),
        string.Create(CultureInfo.InvariantCulture, $"{report.Kind} from {report.Source}: {report.Imported} imported, {report.Unchanged} unchanged, {report.Rejected} rejected."),
    ]);

    private static string Words(MappingFault fault) => fault switch
    {
        MappingFault.RequiredFieldUnmapped => "no column is known for it.",
        MappingFault.ColumnMissing => "the file has no such column.",
        MappingFault.FieldOfOtherKind => "this kind of file has no such field.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static string Words(PrepareImportRefusal refusal) => refusal switch
    {
        PrepareImportRefusal.Empty => "The file is empty.",
        PrepareImportRefusal.NotText => "The file is no text. Save it as CSV first.",
        PrepareImportRefusal.BrokenHeader => "The heading row cannot be read.",
        PrepareImportRefusal.DuplicateColumn => "Two columns have the same heading.",
        PrepareImportRefusal.TooManyColumns => $"The file has more than {PrepareImport.MostColumns} columns.",
        PrepareImportRefusal.KindUnclear => "The headings do not tell what the rows are. Say it with --kind.",
        PrepareImportRefusal.SourceNameInvalid => $"Give a source of at most {SourceName.MaxLength} characters, without a colon.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, null),
    };
}

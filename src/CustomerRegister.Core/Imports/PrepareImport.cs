using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.Imports;

/// <param name="Kind">Null to tell it by the headings.</param>
public sealed record PrepareImportCommand(ImportKind? Kind, string Source, SourceKind SourceKind);

public enum PrepareImportRefusal
{
    Empty,
    NotText,
    BrokenHeader,
    DuplicateColumn,
    TooManyColumns,
    /// <summary>The headings fit no kind of file, so somebody has to say it.</summary>
    KindUnclear,
    SourceNameInvalid,
}

/// <summary>Looks at a file's header and opens an import for it. Nothing of the file is stored yet.</summary>
public sealed class PrepareImport(RegisterContext db, TimeProvider clock)
{
    /// <summary>More than any form of ours could show.</summary>
    public const int MostColumns = 1_000;

    public async Task<Outcome<Import, PrepareImportRefusal>> Run(PrepareImportCommand command, Stream file, Actor actor, CancellationToken ct)
    {
        if (!SourceName.IsValid(command.Source))
            return PrepareImportRefusal.SourceNameInvalid;
        using var rows = await CsvRows.OpenAsync(file, cancellationToken: ct);
        if (rows.Fault is { } fault)
            return Refusal(fault);
        if (rows.Header.Count > MostColumns)
            return PrepareImportRefusal.TooManyColumns;
        if ((command.Kind ?? ImportMapping.GuessKind(rows.Header)) is not { } kind)
            return PrepareImportRefusal.KindUnclear;
        var import = Import.Prepare(EntityKey.New<ImportId>(clock), kind, command.Source, command.SourceKind, actor.Kind == ActorKind.Staff ? actor.Id : null, clock.Now());
        db.Add(import);
        db.Add(AuditEntry.Of(actor, AuditAction.ImportPrepared, clock, subject: import.Id.Value));
        await db.SaveChangesAsync(ct);
        return import;
    }

    private static PrepareImportRefusal Refusal(CsvFileFault fault) => fault switch
    {
        CsvFileFault.Empty => PrepareImportRefusal.Empty,
        CsvFileFault.NotText => PrepareImportRefusal.NotText,
        CsvFileFault.BrokenHeader => PrepareImportRefusal.BrokenHeader,
        CsvFileFault.DuplicateColumn => PrepareImportRefusal.DuplicateColumn,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}

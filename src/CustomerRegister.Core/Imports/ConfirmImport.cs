using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>Leaves a long file to the job that takes it in, and tells the job how to read it.</summary>
public sealed class ConfirmImport(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Import, ImportFileRefusal>> Run(ImportFileCommand command, IReadOnlyList<string> header, Actor actor, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == command.Import && i.State == ImportState.Ready, ct) is not { } import)
            return ImportFileRefusal.NotReady;
        if (command.Mapping.Faults(import.Kind, header).Count > 0)
            return ImportFileRefusal.MappingIncomplete;
        import.Confirm(ImportSettings.Of(command.Format ?? CsvFormat.Guessed, command.Mapping.Positions(header), command.Currency, command.MatchBy ?? ImportFileCommand.UsualMatch), actor, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.ImportConfirmed, clock, subject: import.Id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ImportFileRefusal.NotReady;
        }

        return import;
    }
}

/// <summary>Takes in a file that was confirmed before. Killed anywhere, it leaves nothing, and can be run again.</summary>
public sealed class RunConfirmedImport(RegisterContext db, TimeProvider clock, ImportFile importFile)
{
    /// <returns>The import that was confirmed first; null when none waits.</returns>
    public Task<Import?> Next(CancellationToken ct) => db.Imports.AsNoTracking().Where(i => i.State == ImportState.Confirmed).OrderBy(i => i.ConfirmedAt).FirstOrDefaultAsync(ct);

    /// <param name="file">Null when it is gone.</param>
    public async Task<Outcome<ImportCounts, ImportFileRefusal>> Run(Import import, Stream? file, IProgress<ImportProgress> progress, CancellationToken ct)
    {
        if (file is null || import.Settings is not { } settings)
            return await BreakOff(import.Id, ImportFileRefusal.FileUnreadable, ct);
        using var rows = await CsvRows.OpenAsync(file, settings.Format(), ct);
        var mapping = ImportMapping.At(settings.Positions(), rows.Header);
        file.Position = 0;
        // Whoever confirmed it answers for it.
        var actor = import.ConfirmedBy is { } by ? new Actor(ActorKind.Staff, by, import.ConfirmedRole!, "import") : Actor.System("import", "import");
        try
        {
            var outcome = await importFile.Run(new(import.Id, mapping, settings.Currency, settings.Format(), settings.Matches()), file, actor, ct, progress);
            return outcome.Refusal is ImportFileRefusal.FileUnreadable or ImportFileRefusal.MappingIncomplete ? await BreakOff(import.Id, outcome.Refusal.Value, ct) : outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Without this the job would begin again for ever.
            await BreakOff(import.Id, ImportFileRefusal.FileUnreadable, CancellationToken.None);
            throw;
        }
    }

    private async Task<ImportFileRefusal> BreakOff(ImportId id, ImportFileRefusal refusal, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var import = await db.Imports.SingleAsync(i => i.Id == id, ct);
        import.BreakOff(clock.Now());
        db.Add(AuditEntry.Of(Actor.System("import", "import"), AuditAction.ImportBrokeOff, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        return refusal;
    }
}

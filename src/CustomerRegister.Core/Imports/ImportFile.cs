using System.Runtime.CompilerServices;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <param name="Currency">ISO 4217; of orders whose row names none.</param>
public sealed record ImportFileCommand(ImportId Import, ImportMapping Mapping, string Currency = ImportFileCommand.DefaultCurrency)
{
    public const string DefaultCurrency = "EUR";
}

public enum ImportFileRefusal
{
    /// <summary>There is no such import, or it has run or was discarded.</summary>
    NotReady,
    FileUnreadable,
    MappingIncomplete,
}

/// <summary>
/// Takes a prepared file into the register: all its good rows in one transaction, or none. Rows whose key is in the register already change nothing,
/// so a file can be imported again; rows with something wrong are listed and left out. Streams: memory does not grow with the rows' length or number, but for their keys.
/// </summary>
public sealed class ImportFile(RegisterContext db, TimeProvider clock)
{
    private const int BatchSize = 1_000, RowsToPreview = 1_000, RowsToShow = 10, RejectionsToShow = 10;

    /// <summary>What <see cref="Run"/> would do with the first thousand rows. Stores nothing.</summary>
    /// <param name="mapping">Null to guess it.</param>
    /// <returns>Null if the file cannot be read.</returns>
    public async Task<ImportPreview?> Preview(Import import, Stream file, ImportMapping? mapping, string currency, CancellationToken ct)
    {
        using var rows = await CsvRows.OpenAsync(file, cancellationToken: ct);
        if (rows.Fault is not null)
            return null;
        mapping ??= ImportMapping.Guess(import.Kind, rows.Header);
        var faults = mapping.Faults(import.Kind, rows.Header);
        var looked = new List<CsvRow>();
        var isWhole = true;
        await foreach (var row in rows.ReadAsync(ct))
        {
            if (looked.Count == RowsToPreview)
            {
                isWhole = false;
                break;
            }

            looked.Add(row);
        }

        IReadOnlyList<WeighedRow> weighed = faults.Count > 0 ? [] : await Target(import, mapping, currency, rows.Header).Weigh(looked, ct);
        return new(
            rows.Dialect!, rows.Header, looked.FirstOrDefault(r => r.Error is null)?.Fields ?? [], mapping, faults,
            [.. weighed.Where(w => w.Draft is not null).Take(RowsToShow)],
            [.. weighed.Where(w => w.Fate == RowFate.Rejected).Take(RejectionsToShow)],
            ImportCounts.None.And(weighed), isWhole);
    }

    public async Task<Outcome<ImportCounts, ImportFileRefusal>> Run(ImportFileCommand command, Stream file, Actor actor, CancellationToken ct)
    {
        using var rows = await CsvRows.OpenAsync(file, cancellationToken: ct);
        if (rows.Fault is not null)
            return ImportFileRefusal.FileUnreadable;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever comes second waits for this row, and then finds the import finished.
        if (await db.Imports.Where(i => i.Id == command.Import && i.State == ImportState.Ready).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Running), ct) == 0)
            return ImportFileRefusal.NotReady;
        db.ChangeTracker.Clear();
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == command.Import, ct);
        if (command.Mapping.Faults(import.Kind, rows.Header).Count > 0)
            return ImportFileRefusal.MappingIncomplete;

        var target = Target(import, command.Mapping, command.Currency, rows.Header);
        var counts = ImportCounts.None;
        var problems = 0;
        await foreach (var batch in Batches(rows, ct))
        {
            var weighed = await target.Weigh(batch, ct);
            counts = counts.And(weighed);
            foreach (var row in weighed)
                db.AddRange(row.Problems.Select(problem => ImportRejection.Of(import.Id, ++problems, row.Line, problem)));
            await target.Add(weighed, actor, ct);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        import = await db.Imports.SingleAsync(i => i.Id == command.Import, ct);
        import.Finish(ImportSettings.Of(CsvFormat.Guessed, command.Mapping.Positions(rows.Header), command.Currency, []), counts, new NumbersTaken(), clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.DataImported, clock, subject: import.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return counts;
    }

    private ImportedRows Target(Import import, ImportMapping mapping, string currency, IReadOnlyList<string> header)
    {
        var terms = new ImportTerms(import.Source, import.SourceKind, currency, clock.Today(), mapping.Positions(header));
        return import.Kind switch
        {
            ImportKind.Customers => new CustomerRows(db, clock, terms),
            ImportKind.Orders => new OrderRows(db, clock, terms),
            ImportKind.OrderLines => new OrderLineRows(db, clock, terms),
            _ => throw new ArgumentOutOfRangeException(nameof(import), import.Kind, null),
        };
    }

    private static async IAsyncEnumerable<List<CsvRow>> Batches(CsvRows rows, [EnumeratorCancellation] CancellationToken ct)
    {
        var batch = new List<CsvRow>(BatchSize);
        await foreach (var row in rows.ReadAsync(ct))
        {
            batch.Add(row);
            if (batch.Count < BatchSize)
                continue;
            yield return batch;
            batch = new(BatchSize);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}

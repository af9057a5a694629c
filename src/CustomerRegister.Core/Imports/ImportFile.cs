using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <param name="Currency">ISO 4217; of orders whose row names none.</param>
/// <param name="Format">How the file is written, as far as somebody has said it.</param>
/// <param name="MatchBy">By what people are found who are in an update file; null for the usual keys.</param>
public sealed record ImportFileCommand(
    ImportId Import, ImportMapping Mapping, string Currency = ImportFileCommand.DefaultCurrency, CsvFormat? Format = null, IReadOnlyList<ProposalMatch>? MatchBy = null)
{
    public const string DefaultCurrency = "EUR";

    public static IReadOnlyList<ProposalMatch> UsualMatch { get; } = [ProposalMatch.CustomerNumber, ProposalMatch.SourceKey, ProposalMatch.NameAndAddress];
}

public enum ImportFileRefusal
{
    /// <summary>There is no such import, or it has run or was discarded.</summary>
    NotReady,
    FileUnreadable,
    MappingIncomplete,
}

/// <param name="Rows">Rows taken in or rejected so far.</param>
/// <param name="Share">Of the file, from 0 to 1.</param>
public sealed record ImportProgress(int Rows, double Share);

/// <summary>
/// Takes a prepared file into the register: all its good rows in one transaction, or none. Rows whose key is in the register already change nothing,
/// so a file can be imported again; rows with something wrong are listed and left out. Streams: memory does not grow with the file.
/// </summary>
public sealed class ImportFile(RegisterContext db, TimeProvider clock, FindForgotten forgotten)
{
    private const int BatchSize = 2_000, BatchesAhead = 2, RowsToPreview = 1_000, RowsToShow = 10, RejectionsToShow = 10;

    /// <summary>In bytes; a shorter file is not worth the building of indexes.</summary>
    private const long LongFile = 1024 * 1024;

    /// <summary>What <see cref="Run"/> would do with the first thousand rows. Stores nothing but that people of the register were looked at, where a file is about them.</summary>
    /// <param name="mapping">Null to guess it.</param>
    /// <returns>Null if the file cannot be read.</returns>
    public async Task<ImportPreview?> Preview(
        Import import, Stream file, ImportMapping? mapping, string currency, Actor actor, CancellationToken ct, CsvFormat? format = null, IReadOnlyList<ProposalMatch>? matchBy = null)
    {
        using var rows = await CsvRows.OpenAsync(file, format ?? CsvFormat.Guessed, ct);
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

        IReadOnlyList<WeighedRow> weighed = [];
        if (faults.Count == 0)
        {
            var target = Target(import, new(import.Id, mapping, currency, format, matchBy), mapping.Positions(rows.Header), db.Bulk());
            weighed = await target.Weigh(target.Read(looked), ct);
        }

        var shown = weighed.Where(w => w.Draft is not null).Take(RowsToShow).ToList();
        await NoteLook(import, shown, actor, ct);

        return new(
            rows.Dialect!, rows.Header, looked.FirstOrDefault(r => r.Error is null)?.Fields ?? [], mapping, faults,
            shown,
            [.. weighed.Where(w => w.Fate == RowFate.Rejected).Take(RejectionsToShow)],
            ImportCounts.None.And(weighed), isWhole);
    }

    public async Task<Outcome<ImportCounts, ImportFileRefusal>> Run(ImportFileCommand command, Stream file, Actor actor, CancellationToken ct, IProgress<ImportProgress>? progress = null)
    {
        using var rows = await CsvRows.OpenAsync(file, command.Format ?? CsvFormat.Guessed, ct);
        if (rows.Fault is not null)
            return ImportFileRefusal.FileUnreadable;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever comes second waits for this row, and then finds the import finished.
        if (await db.Imports.Where(i => i.Id == command.Import && (i.State == ImportState.Ready || i.State == ImportState.Confirmed)).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Running), ct) == 0)
            return ImportFileRefusal.NotReady;
        db.ChangeTracker.Clear();
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == command.Import, ct);
        if (command.Mapping.Faults(import.Kind, rows.Header).Count > 0)
            return ImportFileRefusal.MappingIncomplete;

        var bulk = db.Bulk();
        await bulk.HoldImports(ct);
        await bulk.Begin(file.Length > LongFile && import.Kind == ImportKind.Customers, ct);
        var positions = command.Mapping.Positions(rows.Header);
        var target = Target(import, command, positions, bulk);
        var rejections = new WriteRejections(db, clock, bulk, import, positions, rows.Header);
        var counts = ImportCounts.None;
        await foreach (var batch in Batches(rows, target, ct))
        {
            var weighed = await target.Weigh(batch, ct);
            counts = counts.And(weighed);
            await rejections.Add([.. weighed.Where(w => w.Fate == RowFate.Rejected)], ct);
            await target.Add(weighed, actor, ct);
            if (db.ChangeTracker.HasChanges())
                await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            progress?.Report(new(counts.Rows, file.Length == 0 ? 1 : (double)file.Position / file.Length));
        }

        await bulk.Settle(ct);
        import = await db.Imports.SingleAsync(i => i.Id == command.Import, ct);
        import.Finish(ImportSettings.Of(command.Format ?? CsvFormat.Guessed, positions, command.Currency, MatchBy(command)), counts, bulk.Numbers, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.DataImported, clock, subject: import.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return counts;
    }

    private async Task NoteLook(Import import, List<WeighedRow> shown, Actor actor, CancellationToken ct)
    {
        db.AddRange(shown.Select(w => w.Draft).OfType<ProposalDraft>().SelectMany(d => d.Changes).Select(c => c.Customer).Distinct()
            .Select(customer => AuditEntry.Of(actor, AuditAction.ProposalsViewed, clock, customer, import.Id.Value)));
        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(ct);
    }

    private static IReadOnlyList<ProposalMatch> MatchBy(ImportFileCommand command) => command.MatchBy ?? ImportFileCommand.UsualMatch;

    private ImportedRows Target(Import import, ImportFileCommand command, IReadOnlyDictionary<ImportField, int> positions, BulkWriter bulk)
    {
        var terms = new ImportTerms(import.Id, import.Source, import.SourceKind, command.Currency, clock.Today(), positions, MatchBy(command));
        return import.Kind switch
        {
            ImportKind.Customers => new CustomerRows(db, clock, terms, bulk, forgotten),
            ImportKind.Orders => new OrderRows(db, clock, terms, bulk),
            ImportKind.OrderLines => new OrderLineRows(db, clock, terms, bulk),
            ImportKind.Updates => new UpdateRows(db, clock, terms, bulk, forgotten),
            _ => throw new ArgumentOutOfRangeException(nameof(import), import.Kind, null),
        };
    }

    /// <summary>Batches of rows that were read; the next are read on another thread while one is written.</summary>
    private static async IAsyncEnumerable<List<WeighedRow>> Batches(CsvRows rows, ImportedRows target, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var read = Channel.CreateBounded<List<WeighedRow>>(BatchesAhead);
        var reading = Task.Run(() => Read(rows, target, read.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in read.Reader.ReadAllAsync(ct))
                yield return batch;
        }
        finally
        {
            // The file must not be closed under whoever reads it.
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task Read(CsvRows rows, ImportedRows target, ChannelWriter<List<WeighedRow>> writer, CancellationToken ct)
    {
        try
        {
            var batch = new List<CsvRow>(BatchSize);
            await foreach (var row in rows.ReadAsync(ct))
            {
                batch.Add(row);
                if (batch.Count < BatchSize)
                    continue;
                await writer.WriteAsync(target.Read(batch), ct);
                batch.Clear();
            }

            if (batch.Count > 0)
                await writer.WriteAsync(target.Read(batch), ct);
            writer.Complete();
        }
        catch (Exception e)
        {
            // The reader of the channel gets it, whatever it is.
            writer.Complete(e);
        }
    }
}

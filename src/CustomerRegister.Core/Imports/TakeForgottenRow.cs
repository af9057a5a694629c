using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>Why somebody who was erased comes into the register again. A stable code: it stands in the audit log.</summary>
public enum ReturnReason
{
    /// <summary>They have become a customer again.</summary>
    CustomerAgain,

    /// <summary>A law asks for their data.</summary>
    LegalObligation,

    /// <summary>It is somebody else with the same address or number.</summary>
    SomebodyElse,
}

public sealed record TakeForgottenRowCommand(RejectedRowId Row, ReturnReason Reason);

public enum TakeForgottenRowRefusal
{
    /// <summary>There is no such row any more, or the import was undone.</summary>
    NotThere,
    /// <summary>It cannot be taken in for another reason by now.</summary>
    NotReadable,
}

/// <summary>Takes in one row of a person who was erased once: never by itself, only when somebody says so and why.</summary>
public sealed class TakeForgottenRow(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<ImportId, TakeForgottenRowRefusal>> Run(TakeForgottenRowCommand command, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bulk = db.Bulk();
        await bulk.HoldImports(ct);
        if (await db.RejectedRows.SingleOrDefaultAsync(r => r.Id == command.Row && r.IsForgotten, ct) is not { } row
            || await db.Imports.SingleAsync(i => i.Id == row.ImportId, ct) is not { State: ImportState.Finished, Kind: ImportKind.Customers, Settings: { } settings } import)
            return TakeForgottenRowRefusal.NotThere;
        var terms = new ImportTerms(import.Id, import.Source, import.SourceKind, settings.Currency, clock.Today(), settings.Positions(), settings.Matches());
        var target = new CustomerRows(db, clock, terms, bulk, forgotten: null);
        var weighed = await target.Weigh(target.Read([CsvRow.Again(row.Line, row.Values())]), ct);
        if (weighed is not [{ Fate: RowFate.New }])
            return TakeForgottenRowRefusal.NotReadable;
        await target.Add(weighed, actor, ct);
        import.TakeLate();
        await db.ImportRejections.Where(r => r.ImportId == import.Id && r.Line == row.Line).ExecuteDeleteAsync(ct);
        db.Remove(row);
        var key = ((CustomerDraft)weighed[0].Draft!).Key;
        var customer = await db.Customers.Where(c => c.SourceKey == key).Select(c => c.Id).SingleAsync(ct);
        db.Add(AuditEntry.Of(actor, AuditAction.ForgottenReturned, clock, customer, import.Id.Value, command.Reason.ToString()));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return import.Id;
    }
}

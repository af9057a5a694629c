using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

/// <param name="Version">Of the record as it was shown.</param>
public sealed record ChangePaperRecordCommand(PaperRecordId Record, PaperKind Kind, string? Description, PaperPlaceId Place, DateOnly Since, long Version);

public enum ChangePaperRecordRefusal
{
    /// <summary>There is no such record, or it is no longer kept.</summary>
    NotFound,
    PlaceNotInUse,
    InFuture,
    ChangedMeanwhile,
}

/// <summary>Corrects what is written about a paper record, or notes that it was moved.</summary>
public sealed class ChangePaperRecord(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<PaperRecord, ChangePaperRecordRefusal>> Run(ChangePaperRecordCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.PaperRecords.SingleOrDefaultAsync(p => p.Id == command.Record, ct) is not { State: PaperState.Kept } record)
            return ChangePaperRecordRefusal.NotFound;
        if (record.Version != command.Version)
            return ChangePaperRecordRefusal.ChangedMeanwhile;
        if (command.Since > clock.Today())
            return ChangePaperRecordRefusal.InFuture;
        if (!await db.PaperPlaces.AnyAsync(p => p.Id == command.Place && (p.ClosedOn == null || p.Id == record.PlaceId), ct))
            return ChangePaperRecordRefusal.PlaceNotInUse;

        record.Change(command.Kind, command.Description, command.Place, command.Since);
        var fields = db.Entry(record).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList();
        if (fields.Count == 0)
            return record;
        db.Add(AuditEntry.Of(actor, AuditAction.PaperChanged, clock, record.CustomerId, record.Id.Value, fields));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangePaperRecordRefusal.ChangedMeanwhile;
        }

        return record;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

public enum GiveUpPaperRecordRefusal
{
    /// <summary>There is no such record, or it is no longer kept.</summary>
    NotFound,
    ChangedMeanwhile,
}

/// <summary>Puts paper that is no longer needed on the shredding list. The register forgets at once whose it was.</summary>
public sealed class GiveUpPaperRecord(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<PaperRecord, GiveUpPaperRecordRefusal>> Run(PaperRecordId id, Actor actor, CancellationToken ct)
    {
        if (await db.PaperRecords.SingleOrDefaultAsync(p => p.Id == id, ct) is not { State: PaperState.Kept } record)
            return GiveUpPaperRecordRefusal.NotFound;
        db.Add(AuditEntry.Of(actor, AuditAction.PaperGivenUp, clock, record.CustomerId, id.Value));
        record.GiveUp(clock.Now());
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return GiveUpPaperRecordRefusal.ChangedMeanwhile;
        }

        return record;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

/// <param name="InUse">Whether paper may be put there.</param>
/// <param name="Version">Of the place as it was shown.</param>
public sealed record ChangePaperPlaceCommand(PaperPlaceId Place, string Name, PaperLock Lock, FireProtection FireProtection, bool InUse, long Version);

public enum ChangePaperPlaceRefusal
{
    NotFound,
    NameTaken,
    /// <summary>A place that still holds paper stays in use until the paper is moved or destroyed.</summary>
    StillHolds,
    ChangedMeanwhile,
}

/// <summary>Corrects a place of paper records, or takes an empty one out of use.</summary>
public sealed class ChangePaperPlace(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<PaperPlace, ChangePaperPlaceRefusal>> Run(ChangePaperPlaceCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.PaperPlaces.SingleOrDefaultAsync(p => p.Id == command.Place, ct) is not { } place)
            return ChangePaperPlaceRefusal.NotFound;
        if (place.Version != command.Version)
            return ChangePaperPlaceRefusal.ChangedMeanwhile;
        if (await db.PaperPlaces.AnyAsync(p => p.Name == command.Name && p.Id != command.Place, ct))
            return ChangePaperPlaceRefusal.NameTaken;
        var closes = !command.InUse && place.ClosedOn is null;
        if (closes && await db.PaperRecords.AnyAsync(p => p.PlaceId == command.Place && p.DestroyedOn == null, ct))
            return ChangePaperPlaceRefusal.StillHolds;

        place.Change(command.Name, command.Lock, command.FireProtection);
        if (closes)
            place.Close(clock.Today());
        else if (command.InUse)
            place.Reopen();
        var fields = db.Entry(place).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList();
        if (fields.Count == 0)
            return place;
        db.Add(AuditEntry.Of(actor, AuditAction.PaperPlaceChanged, clock, subject: place.Id.Value, fields: fields));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangePaperPlaceRefusal.ChangedMeanwhile;
        }

        return place;
    }
}

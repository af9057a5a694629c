using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

public sealed record AddPaperPlaceCommand(string Name, PaperLock Lock, FireProtection FireProtection);

public enum AddPaperPlaceRefusal
{
    NameTaken,
}

/// <summary>Takes a locked, fireproof place into use for paper records (N21).</summary>
public sealed class AddPaperPlace(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<PaperPlace, AddPaperPlaceRefusal>> Run(AddPaperPlaceCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.PaperPlaces.AnyAsync(p => p.Name == command.Name, ct))
            return AddPaperPlaceRefusal.NameTaken;
        var place = PaperPlace.Open(EntityKey.New<PaperPlaceId>(clock), command.Name, command.Lock, command.FireProtection);
        db.Add(place);
        db.Add(AuditEntry.Of(actor, AuditAction.PaperPlaceAdded, clock, subject: place.Id.Value));
        await db.SaveChangesAsync(ct);
        return place;
    }
}

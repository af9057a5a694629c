using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

public sealed record SaveMappingCommand(ImportKind Kind, string Name, ImportMapping Mapping);

public enum SaveMappingRefusal
{
    NameMissing,
    NameTooLong,
    NothingMapped,
}

/// <summary>Keeps the choice of columns under a name; the same name of the same kind of file is overwritten.</summary>
public sealed class SaveMapping(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<SavedMapping, SaveMappingRefusal>> Run(SaveMappingCommand command, Actor actor, CancellationToken ct)
    {
        var name = command.Name.Trim();
        if (name.Length == 0 || name.Any(char.IsControl))
            return SaveMappingRefusal.NameMissing;
        if (name.Length > SavedMapping.NameLength)
            return SaveMappingRefusal.NameTooLong;
        if (command.Mapping.Columns.Count == 0)
            return SaveMappingRefusal.NothingMapped;
        var saved = await db.SavedMappings.SingleOrDefaultAsync(m => m.Kind == command.Kind && m.Name == name, ct);
        if (saved is null)
            db.Add(saved = SavedMapping.Of(EntityKey.New<SavedMappingId>(clock), command.Kind, name));
        saved.Remember(command.Mapping, actor.Id, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.MappingSaved, clock, subject: saved.Id.Value));
        await db.SaveChangesAsync(ct);
        return saved;
    }
}

/// <summary>Deletes a saved choice of columns; imports made with it stay.</summary>
public sealed class DeleteMapping(RegisterContext db, TimeProvider clock)
{
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Run(SavedMappingId id, Actor actor, CancellationToken ct)
    {
        if (await db.SavedMappings.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } saved)
            return false;
        db.Remove(saved);
        db.Add(AuditEntry.Of(actor, AuditAction.MappingDeleted, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        return true;
    }
}

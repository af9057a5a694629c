using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

public enum DiscardImportRefusal
{
    /// <summary>There is no such import, or it has run or was discarded.</summary>
    NotReady,
}

/// <summary>Gives up an import that has not run. Whoever keeps its file deletes it.</summary>
public sealed class DiscardImport(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Import, DiscardImportRefusal>> Run(ImportId id, Actor actor, CancellationToken ct)
    {
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Ready, ct) is not { } import)
            return DiscardImportRefusal.NotReady;
        import.Discard(clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.ImportDiscarded, clock, subject: import.Id.Value));
        await db.SaveChangesAsync(ct);
        return import;
    }
}

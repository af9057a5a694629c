using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>Gives up imports that nobody confirmed within a day: their files are copies of personal data outside the register.</summary>
public sealed class DiscardForgottenImports(RegisterContext db, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public async Task Run(CancellationToken ct)
    {
        var actor = Actor.System("import", "import");
        var before = clock.Now() - Patience;
        foreach (var import in await db.Imports.Where(i => i.State == ImportState.Ready && i.StartedAt < before).ToListAsync(ct))
        {
            import.Discard(clock.Now());
            db.Add(AuditEntry.Of(actor, AuditAction.ImportDiscarded, clock, subject: import.Id.Value));
        }

        if (db.ChangeTracker.HasChanges())
            await db.SaveChangesAsync(ct);
    }
}

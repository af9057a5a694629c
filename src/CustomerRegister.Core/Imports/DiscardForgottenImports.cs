using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Gives up imports that nobody confirmed within a day, deletes rejected rows after <see cref="RejectedRow.KeptFor"/> and proposals that nobody has answered in
/// <see cref="UpdateProposal.KeptFor"/>: all of them are copies of personal data that nobody works with.
/// </summary>
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
        await ForgetRejectedRows(clock.Now() - RejectedRow.KeptFor, ct);
        await ForgetProposals(clock.Now() - UpdateProposal.KeptFor, actor, ct);
    }

    private Task<int> ForgetRejectedRows(DateTime before, CancellationToken ct)
    {
        var old = db.Imports.Where(i => i.FinishedAt < before).Select(i => i.Id);
        return db.RejectedRows.Where(r => old.Contains(r.ImportId)).ExecuteDeleteAsync(ct);
    }

    private async Task ForgetProposals(DateTime before, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var imports = await db.UpdateProposals.Where(p => p.State == ProposalState.Open && p.ProposedAt < before).Select(p => p.ImportId).Distinct().ToListAsync(ct);
        if (imports.Count == 0)
            return;
        await db.UpdateProposals.Where(p => p.State == ProposalState.Open && p.ProposedAt < before).ExecuteDeleteAsync(ct);
        db.AddRange(imports.Select(i => AuditEntry.Of(actor, AuditAction.ProposalsExpired, clock, subject: i.Value)));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}

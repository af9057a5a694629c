using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="Entries">Entries of the ledger that the database did not know.</param>
/// <param name="People">Those of them whom the database had again.</param>
public sealed record ReplayedErasures(int Entries, int People);

/// <summary>
/// Erases again whom a restored backup has brought back: everybody in an entry of the ledger that the database does not know (N42). What was decided then holds,
/// for the backup's own facts are older. Runs at every start, and does nothing where ledger and database agree; see <see cref="IErasureLedger"/> for why it cannot miss anybody.
/// </summary>
public sealed class ReplayErasures(RegisterContext db, IErasureLedger ledger, ReadErasureFacts readFacts, ErasePlanned erase, FinishForgetting finish, RetentionRules rules, TimeProvider clock)
{
    private const int AtOnce = 500;

    private static readonly Actor Job = Actor.System("erasure-replay", "retention");

    public async Task<ReplayedErasures> Run(CancellationToken ct)
    {
        var (entries, people) = (0, 0);
        foreach (var entry in await Unsettled(ct))
        {
            if (await db.LedgerMarks.AnyAsync(m => m.Id == entry.Id, ct))
            {
                await ledger.Complete(entry.Id, ct);
            }
            else if (!entry.IsComplete && await IsKnown(entry.Subject, ct))
            {
                await ledger.Void(entry.Id, ct);
            }
            else
            {
                people += await EraseAgain(entry, ct);
                entries++;
                if (!entry.IsComplete)
                    await ledger.Complete(entry.Id, ct);
            }
        }

        await finish.Run(ct);
        return new(entries, people);
    }

    /// <summary>How many entries the database does not know, or does not know to the end.</summary>
    public async Task<int> CountUnsettled(CancellationToken ct) => (await Unsettled(ct)).Count;

    private async Task<IReadOnlyList<LedgerEntry>> Unsettled(CancellationToken ct)
    {
        var entries = await ledger.Entries(ct);
        if (entries.Count == 0)
            return [];
        var known = await db.LedgerMarks.AsNoTracking().Select(m => m.Id).ToHashSetAsync(ct);
        return [.. entries.Where(e => !e.IsComplete || !known.Contains(e.Id))];
    }

    private async Task<bool> IsKnown(Guid subject, CancellationToken ct)
    {
        var (run, request) = (new RetentionRunId(subject), new Requests.RequestId(subject));
        return await db.RetentionRuns.AnyAsync(r => r.Id == run, ct) || await db.RequestedErasures.AnyAsync(e => e.RequestId == request, ct);
    }

    private async Task<int> EraseAgain(LedgerEntry entry, CancellationToken ct)
    {
        var erased = 0;
        foreach (var some in (await ledger.PeopleOf(entry.Id, ct)).Chunk(AtOnce))
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var keys = some.Select(p => p.Id).ToList();
            await db.HoldCustomers(keys, ct);
            var here = await db.Customers.AsNoTracking().Where(c => keys.Contains(c.Id)).Select(c => c.Id).ToHashSetAsync(ct);
            var facts = await readFacts.Run(here, ct);
            erased += here.Count;
            await erase.Again([.. some.Where(p => here.Contains(p.Id)).Select(p => (ErasurePlan.Of(facts[p.Id], clock.Today(), rules), p.Scope))], entry, Job, ct);
            await transaction.CommitAsync(ct);
        }

        db.ChangeTracker.Clear();
        db.Add(LedgerMark.Of(entry.Id));
        await db.SaveChangesAsync(ct);
        return erased;
    }
}

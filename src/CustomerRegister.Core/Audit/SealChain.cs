using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>The end of the chain of seals, to which one transaction at a time adds.</summary>
internal sealed class SealChain(RegisterContext db, TimeProvider clock, AuditKey key)
{
    /// <summary>Takes the first of some numbers, and keeps everybody else from adding seals until the transaction ends. Nobody who writes entries waits for it.</summary>
    public Task<long> Take(int count, CancellationToken ct) => db.TakeNumber(NumberSeries.AuditSeals, ct, count);

    /// <summary>Adds seals in the order of their numbers.</summary>
    public async Task<IReadOnlyList<AuditSeal>> Add(IEnumerable<(long Number, long? Renews, EntriesDigest Entries)> stated, CancellationToken ct)
    {
        var previous = await db.AuditSeals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(ct);
        var made = new List<AuditSeal>();
        foreach (var (number, renews, entries) in stated)
        {
            previous = AuditSeal.Make(key, number, renews, entries, previous, clock.Now());
            made.Add(previous);
        }

        db.AddRange(made);
        await db.SaveChangesAsync(ct);
        foreach (var seal in made)
            db.Entry(seal).State = EntityState.Detached;
        return made;
    }
}

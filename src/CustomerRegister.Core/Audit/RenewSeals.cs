using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>
/// Deletes entries whose time is over and states anew, in the same transaction, what is left of each seal that covered some of them. A seal that did not hold before is not renewed: it stays
/// broken, so that nothing that was tampered with becomes good by the passing of time.
/// </summary>
internal sealed class RenewSeals(RegisterContext db, TimeProvider clock, AuditKey key)
{
    /// <summary>To be called in a transaction.</summary>
    /// <returns>How many entries went.</returns>
    public async Task<int> Delete(IQueryable<AuditEntry> entries, CancellationToken ct)
    {
        var chain = new SealChain(db, clock, key);
        // First of all: what is sealed meanwhile would otherwise be deleted unstated.
        await chain.Take(0, ct);
        var touched = await entries.Where(e => e.SealNumber != null).Select(e => e.SealNumber!.Value).Distinct().OrderBy(n => n).ToListAsync(ct);
        var holding = touched.Count == 0 ? [] : await Holding([.. touched], ct);
        var gone = await entries.ExecuteDeleteAsync(ct);
        if (holding.Count == 0)
            return gone;
        var left = holding.ToDictionary(number => number, _ => EntriesDigest.None);
        await foreach (var (seal, digest) in EntriesDigest.Of(Of(holding.Min, holding.Max), ct))
        {
            if (digest is not null && left.ContainsKey(seal))
                left[seal] = digest;
        }

        var first = await chain.Take(holding.Count, ct);
        await chain.Add(holding.Select((seal, i) => (first + i, (long?)seal, left[seal])), ct);
        return gone;
    }

    private async Task<SortedSet<long>> Holding(HashSet<long> seals, CancellationToken ct)
    {
        var (first, last) = (seals.Min(), seals.Max());
        var stated = await SealStatements.Of(db, first, last, ct);
        var holding = new SortedSet<long>();
        await foreach (var (seal, digest) in EntriesDigest.Of(Of(first, last), ct))
        {
            if (digest is not null && seals.Contains(seal) && stated.TryGetValue(seal, out var statement) && statement.IsMadeWith(key) && statement.Fits(digest))
                holding.Add(seal);
        }

        return holding;
    }

    private IQueryable<AuditEntry> Of(long first, long last) => db.AuditEntries.Where(e => e.SealNumber >= first && e.SealNumber <= last);
}

/// <summary>What was said last about the entries of a seal: by itself, or by the last one that renewed it.</summary>
internal static class SealStatements
{
    public static async Task<Dictionary<long, AuditSeal>> Of(RegisterContext db, long first, long last, CancellationToken ct)
    {
        var stated = await db.AuditSeals.AsNoTracking().Where(s => s.Renews == null && s.Number >= first && s.Number <= last).ToDictionaryAsync(s => s.Number, ct);
        await foreach (var renewal in db.AuditSeals.AsNoTracking().Where(s => s.Renews >= first && s.Renews <= last).OrderBy(s => s.Number).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (stated.ContainsKey(renewal.Renews!.Value))
                stated[renewal.Renews.Value] = renewal;
        }

        return stated;
    }
}

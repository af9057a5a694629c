using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

/// <summary>
/// Seals the entries that no seal has yet, in the background: whoever writes entries waits for nothing. What becomes visible late, from a long transaction, goes into the next seal.
/// A batch and its seal are one transaction, so killed anywhere the next turn goes on.
/// </summary>
public sealed class SealAuditLog(RegisterContext db, TimeProvider clock, AuditKey key)
{
    /// <summary>How many entries a seal covers at most.</summary>
    public const int AtOnce = 10_000;

    /// <returns>The seal of the next entries, the oldest first; null when every entry has one.</returns>
    public async Task<AuditSeal?> Next(CancellationToken ct)
    {
        if (!await db.AuditEntries.AnyAsync(e => e.SealNumber == null, ct))
            return null;
        var begun = clock.GetTimestamp();
        var seal = await Seal(ct);
        await db.LetOthersWrite(clock.GetElapsedTime(begun), ct);
        return seal;
    }

    private async Task<AuditSeal?> Seal(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var chain = new SealChain(db, clock, key);
        // Whoever else seals waits here, and then sees what this one has sealed.
        var number = await chain.Take(1, ct);
        if (await db.AuditEntries.Where(e => e.SealNumber == null).OrderBy(e => e.Id).Take(AtOnce).ExecuteUpdateAsync(set => set.SetProperty(e => e.SealNumber, number), ct) == 0)
            return null;
        // What cannot be read is sealed as nothing, and so found by whoever verifies; the rest must not wait for it.
        var digest = EntriesDigest.None;
        await foreach (var (_, whole) in EntriesDigest.Of(db.AuditEntries.Where(e => e.SealNumber == number), ct))
            digest = whole ?? digest;
        var seal = (await chain.Add([(number, null, digest)], ct))[0];
        await transaction.CommitAsync(ct);
        return seal;
    }
}

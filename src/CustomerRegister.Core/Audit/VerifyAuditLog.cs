using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Audit;

public enum SealFault
{
    /// <summary>A seal is gone.</summary>
    SealMissing,

    /// <summary>What the seal says was not sealed with the key.</summary>
    SealForged,

    /// <summary>The seal does not follow the one before it.</summary>
    SealUnlinked,

    EntryRemoved,
    EntryAdded,
    EntryChanged,

    /// <summary>Entries name a seal that does not exist.</summary>
    EntryWithoutSeal,

    /// <summary>Entries are dated before what had been sealed long before they appeared.</summary>
    EntryBackdated,

    /// <summary>Something is stored that no entry and no seal can hold.</summary>
    Unreadable,
}

/// <param name="Seal">The number of the seal that does not hold.</param>
/// <param name="From">The time of its earliest entry, if it is known.</param>
public sealed record SealFinding(SealFault Fault, long Seal, DateTime? From = null, DateTime? Until = null);

/// <param name="LastHash">The hash of the newest seal.</param>
/// <param name="Faults">How many there are; <paramref name="Findings"/> has the first.</param>
public sealed record AuditVerification(long Seals, long Entries, long LastSeal, string LastHash, int Faults, IReadOnlyList<SealFinding> Findings)
{
    /// <summary>The field of an entry about a verification that found nothing.</summary>
    internal const string Unbroken = "unbroken";

    public bool IsUnbroken => Faults == 0;

    /// <summary>What the entry about the verification says: whether the log was unbroken, and else how many faults there were, and by what they are known again.</summary>
    internal string Fields => IsUnbroken ? Unbroken : string.Create(CultureInfo.InvariantCulture, $"broken,{Faults},{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Named)))[..8]}");

    private string Named => string.Join('|', Findings.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Fault}:{f.Seal}")));
}

/// <summary>Reads the whole log as it is at one moment, a seal's entries at a time, and says whether anything was changed, removed or slipped in since it was sealed.</summary>
public sealed class VerifyAuditLog(RegisterContext db, TimeProvider clock, AuditKey key)
{
    /// <summary>How many findings are named.</summary>
    public const int MostNamed = 100;

    private const int SealsAtOnce = 500;

    // Longer than any transaction lasts.
    private static readonly TimeSpan LatestArrival = TimeSpan.FromDays(1);

    /// <summary>Verifies for somebody, and logs that they did.</summary>
    public async Task<AuditVerification> Run(Actor actor, CancellationToken ct)
    {
        var found = await Look(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.AuditVerified, clock, fields: found.Fields), ct);
        return found;
    }

    /// <summary>Only looks; what was found is the caller's to log.</summary>
    internal async Task<AuditVerification> Look(CancellationToken ct)
    {
        var walk = new Walk();
        await using (await db.BeginSnapshot(ct))
        {
            try
            {
                await Follow(walk, ct);
            }
            // Values that only somebody beside the program can have written.
            catch (Exception failure) when (EntriesDigest.IsOfAValue(failure))
            {
                walk.Find(SealFault.Unreadable, walk.At);
            }
        }

        return new(walk.Seals, walk.Entries, walk.Last?.Number ?? 0, walk.Last?.Hash ?? "", walk.Faults, walk.Findings);
    }

    private async Task Follow(Walk walk, CancellationToken ct)
    {
        var after = long.MinValue;
        while (await db.AuditSeals.AsNoTracking().Where(s => s.Number > after).OrderBy(s => s.Number).Take(SealsAtOnce).ToListAsync(ct) is [.., var last] seals)
        {
            foreach (var seal in seals)
                Link(walk, seal);
            await Compare(walk, after, last.Number, ct);
            after = last.Number;
        }

        await foreach (var (seal, digest) in EntriesDigest.Of(db.AuditEntries.Where(e => e.SealNumber > after), ct))
            walk.Find(SealFault.EntryWithoutSeal, seal, digest);
        var next = await db.NumberSeries.AsNoTracking().Where(s => s.Name == NumberSeries.AuditSeals).Select(s => s.Next).SingleOrDefaultAsync(ct);
        if (next > walk.NextNumber)
            walk.Find(SealFault.SealMissing, walk.NextNumber);
    }

    private void Link(Walk walk, AuditSeal seal)
    {
        walk.At = seal.Number;
        var isNext = seal.Number == walk.NextNumber;
        if (!isNext)
            walk.Find(SealFault.SealMissing, walk.NextNumber);
        var isMade = seal.IsMadeWith(key);
        if (!isMade)
            walk.Find(SealFault.SealForged, seal);
        // What follows a seal that is missing or forged cannot fit it.
        else if (isNext && !walk.LastIsForged && seal.Previous != (walk.Last?.Hash ?? ""))
            walk.Find(SealFault.SealUnlinked, seal);
        if (seal is { Renews: null, From: { } from })
        {
            if (from < walk.SealedUntil - LatestArrival)
                walk.Find(SealFault.EntryBackdated, seal);
            walk.SealedUntil = seal.Until;
        }

        (walk.Last, walk.LastIsForged, walk.Seals) = (seal, !isMade, walk.Seals + 1);
    }

    private async Task Compare(Walk walk, long after, long last, CancellationToken ct)
    {
        var first = after == long.MinValue ? after : after + 1;
        var stated = await SealStatements.Of(db, first, last, ct);
        await foreach (var (seal, digest) in EntriesDigest.Of(db.AuditEntries.Where(e => e.SealNumber >= first && e.SealNumber <= last), ct))
        {
            walk.Entries += digest?.Count ?? 0;
            var isStated = stated.Remove(seal, out var statement);
            if (digest is null)
                walk.Find(SealFault.Unreadable, seal);
            else if (!isStated || statement is null)
                walk.Find(SealFault.EntryWithoutSeal, seal, digest);
            else if (!statement.Fits(digest))
                walk.Find(digest.Count < statement.Entries ? SealFault.EntryRemoved : digest.Count > statement.Entries ? SealFault.EntryAdded : SealFault.EntryChanged, seal, digest);
        }

        foreach (var (seal, statement) in stated.Where(s => !s.Value.Fits(EntriesDigest.None)).OrderBy(s => s.Key))
            walk.Find(SealFault.EntryRemoved, seal, statement.From, statement.Until);
    }

    private sealed class Walk
    {
        public long At { get; set; }
        public long Seals { get; set; }
        public long Entries { get; set; }
        public AuditSeal? Last { get; set; }
        public bool LastIsForged { get; set; }
        public DateTime? SealedUntil { get; set; }
        public int Faults { get; private set; }
        public List<SealFinding> Findings { get; } = [];
        public long NextNumber => (Last?.Number ?? 0) + 1;

        public void Find(SealFault fault, AuditSeal seal) => Find(fault, seal.Number, seal.From, seal.Until);

        public void Find(SealFault fault, long seal, EntriesDigest? digest) => Find(fault, seal, digest?.From, digest?.Until);

        public void Find(SealFault fault, long seal, DateTime? from = null, DateTime? until = null)
        {
            Faults++;
            if (Findings.Count < MostNamed)
                Findings.Add(new(fault, seal, from, until));
        }
    }
}

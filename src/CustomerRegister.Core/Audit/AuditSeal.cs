using System.Globalization;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Audit;

/// <summary>
/// Says which entries there were, as a hash over all of them and a keyed hash over what it says. Each seal names the hash of the one before, so none can be taken out or put elsewhere.
/// Rows are only ever added: when retention has deleted entries of a seal, a new one says what is left of it.
/// </summary>
public sealed class AuditSeal
{
    private AuditSeal() { }

    public long Number { get; private set; }

    /// <summary>The seal whose entries this one states anew, after some were lawfully deleted; null for a seal of new entries.</summary>
    public long? Renews { get; private set; }

    public int Entries { get; private set; }

    /// <summary>SHA-256 over the entries in the order of their keys, in hexadecimal.</summary>
    public string EntriesHash { get; private set; } = "";

    /// <summary>The time of the earliest entry; null when none is left.</summary>
    public DateTime? From { get; private set; }

    /// <summary>The time of the latest entry.</summary>
    public DateTime? Until { get; private set; }

    /// <summary>The hash of the seal before this one; empty for the first.</summary>
    public string Previous { get; private set; } = "";

    public DateTime MadeAt { get; private set; }

    /// <summary>HMAC-SHA-256 over all of this, in hexadecimal.</summary>
    public string Mac { get; private set; } = "";

    /// <summary>SHA-256 over what the seal says, in hexadecimal: whoever notes it can show later that the log up to here is the same.</summary>
    public string Hash => Sha256.Hex(Statement);

    private string Statement => string.Join('\n', "1", Whole(Number), Whole(Renews), Whole(Entries), EntriesHash, Moment(From), Moment(Until), Previous, Moment(MadeAt));

    internal static AuditSeal Make(AuditKey key, long number, long? renews, EntriesDigest entries, AuditSeal? previous, DateTime now)
    {
        var seal = new AuditSeal
        {
            Number = number,
            Renews = renews,
            Entries = entries.Count,
            EntriesHash = entries.Hash,
            From = entries.From,
            Until = entries.Until,
            Previous = previous?.Hash ?? "",
            // No finer than every database stores it.
            MadeAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)),
        };
        seal.Mac = key.Seal(seal.Statement);
        return seal;
    }

    internal bool IsMadeWith(AuditKey key) => Mac == key.Seal(Statement);

    internal bool Fits(EntriesDigest entries) => Entries == entries.Count && EntriesHash == entries.Hash;

    private static string Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Moment(DateTime? at) => at?.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) ?? "";
}

internal sealed class AuditSealMapping : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.HasKey(s => s.Number);
        builder.Property(s => s.Number).ValueGeneratedNever();
        builder.Property(s => s.EntriesHash).HasMaxLength(64);
        builder.Property(s => s.Previous).HasMaxLength(64);
        builder.Property(s => s.Mac).HasMaxLength(64);
        builder.Ignore(s => s.Hash);
        builder.HasIndex(s => s.Renews);
        builder.HoldsNoCustomerData("Counts, times and hashes over many entries, which lead to nobody.");
        builder.NeedsNoAudit("It stands for audit entries itself.");
    }
}

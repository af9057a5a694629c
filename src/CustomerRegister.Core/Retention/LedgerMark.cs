using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

/// <summary>That the database has an erasure which the ledger outside it has too. Where the mark is missing, the database is older than the ledger.</summary>
public sealed class LedgerMark
{
    private LedgerMark() { }

    /// <summary>The key of the ledger's entry.</summary>
    public Guid Id { get; private set; }

    public static LedgerMark Of(Guid entry) => new() { Id = entry };
}

internal sealed class LedgerMarkMapping : IEntityTypeConfiguration<LedgerMark>
{
    public void Configure(EntityTypeBuilder<LedgerMark> builder)
    {
        builder.ToTable("LedgerMarks");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HoldsNoCustomerData("A random key of the erasure ledger.");
        builder.NeedsNoAudit("Written with the erasure, which has its entry.");
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Imports;

public readonly record struct ImportId(Guid Value) : IEntityKey<ImportId>
{
    public static ImportId From(Guid value) => new(value);
}

public enum ImportState
{
    /// <summary>The file is read but nothing is stored: somebody has yet to confirm, or the import broke off and can be run again.</summary>
    Ready,

    /// <summary>Seen by nobody else: an import is one transaction, and leaves it finished or not at all.</summary>
    Running,

    Finished,

    Discarded,
}

/// <summary>One file taken into the register. The file's own name is not kept: it may be a person's.</summary>
public sealed class Import : IVersioned
{
    private Import() { }

    public ImportId Id { get; private set; }
    public ImportKind Kind { get; private set; }
    /// <summary>See <see cref="SourceName"/>.</summary>
    public string Source { get; private set; } = "";
    public SourceKind SourceKind { get; private set; }
    public ImportState State { get; private set; }
    /// <summary>Null from the command line.</summary>
    public Guid? StartedBy { get; private set; }
    public DateTime StartedAt { get; private set; }
    public DateTime? FinishedAt { get; private set; }
    /// <summary>Rows that became something new.</summary>
    public int Imported { get; private set; }
    /// <summary>Rows whose key was in the register already.</summary>
    public int Unchanged { get; private set; }
    public int Rejected { get; private set; }
    public long Version { get; set; }

    public static Import Prepare(ImportId id, ImportKind kind, string source, SourceKind sourceKind, Guid? by, DateTime now) => SourceName.IsValid(source)
        ? new() { Id = id, Kind = kind, Source = source.Trim(), SourceKind = sourceKind, StartedBy = by, StartedAt = now }
        : throw new ArgumentException("Not the name of a source.", nameof(source));

    public void Finish(ImportCounts counts, DateTime now)
    {
        if (State != ImportState.Running)
            throw new InvalidOperationException("Only a running import finishes.");
        (State, FinishedAt) = (ImportState.Finished, now);
        (Imported, Unchanged, Rejected) = counts;
    }

    public void Discard(DateTime now)
    {
        if (State != ImportState.Ready)
            throw new InvalidOperationException("Only an import that has not run can be discarded.");
        (State, FinishedAt) = (ImportState.Discarded, now);
    }
}

/// <summary>Rows by what became of them.</summary>
public sealed record ImportCounts(int Imported, int Unchanged, int Rejected)
{
    public static ImportCounts None { get; } = new(0, 0, 0);

    public int Rows => Imported + Unchanged + Rejected;

    public ImportCounts And(IEnumerable<WeighedRow> rows) => rows.Aggregate(this, (counts, row) => row.Fate switch
    {
        RowFate.New => counts with { Imported = counts.Imported + 1 },
        RowFate.Unchanged => counts with { Unchanged = counts.Unchanged + 1 },
        _ => counts with { Rejected = counts.Rejected + 1 },
    });
}

internal sealed class ImportTableMapping : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.Property(i => i.Source).HasMaxLength(SourceName.MaxLength);
        builder.HasIndex(i => i.StartedAt);
        builder.HoldsNoCustomerData("An import has counts, the source's name and who answers for it; what came in is in the customers' own rows.");
    }
}

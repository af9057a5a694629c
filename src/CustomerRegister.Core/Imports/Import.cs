using CustomerRegister.Audit;
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

    /// <summary>Confirmed; the file is long, so a job takes it in. Nothing is stored before the job is through.</summary>
    Confirmed,

    /// <summary>Seen by nobody else: an import is one transaction, and leaves it finished or not at all.</summary>
    Running,

    Finished,

    Discarded,

    /// <summary>What it had brought was taken out again.</summary>
    Undone,
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
    /// <summary>How the file is read, as chosen at its confirmation; null before.</summary>
    public ImportSettings? Settings { get; private set; }
    public DateTime? ConfirmedAt { get; private set; }
    public Guid? ConfirmedBy { get; private set; }
    /// <summary>The role in which it was confirmed: what a customer is told instead of a name.</summary>
    public string? ConfirmedRole { get; private set; }
    /// <summary>When the job that took the file in met an error, and left nothing of it; null otherwise.</summary>
    public DateTime? BrokeOffAt { get; private set; }
    /// <summary>The numbers of what it brought. Others may have taken numbers between, so what is undone must have a source key too.</summary>
    public NumberRange? Customers { get; private set; }
    public NumberRange? Organisations { get; private set; }
    public NumberRange? Orders { get; private set; }
    public DateTime? UndoneAt { get; private set; }
    public long Version { get; set; }

    public static Import Prepare(ImportId id, ImportKind kind, string source, SourceKind sourceKind, Guid? by, DateTime now) => SourceName.IsValid(source)
        ? new() { Id = id, Kind = kind, Source = source.Trim(), SourceKind = sourceKind, StartedBy = by, StartedAt = now }
        : throw new ArgumentException("Not the name of a source.", nameof(source));

    /// <summary>Leaves the file to the job that takes long files in.</summary>
    public void Confirm(ImportSettings settings, Actor actor, DateTime now)
    {
        if (State != ImportState.Ready)
            throw new InvalidOperationException("Only an import that has not run can be confirmed.");
        State = ImportState.Confirmed;
        (Settings, ConfirmedAt, ConfirmedBy, ConfirmedRole) = (settings, now, actor.Id, actor.Role);
        BrokeOffAt = null;
    }

    /// <summary>The job met an error; the file may be confirmed again.</summary>
    public void BreakOff(DateTime now)
    {
        if (State != ImportState.Confirmed)
            throw new InvalidOperationException("Only a confirmed import breaks off.");
        (State, BrokeOffAt) = (ImportState.Ready, now);
    }

    internal void Finish(ImportSettings settings, ImportCounts counts, NumbersTaken numbers, DateTime now)
    {
        if (State != ImportState.Running)
            throw new InvalidOperationException("Only a running import finishes.");
        (State, FinishedAt, Settings) = (ImportState.Finished, now, settings);
        (Imported, Unchanged, Rejected) = counts;
        (Customers, Organisations, Orders) = (numbers.Of(NumberSeries.Customers), numbers.Of(NumberSeries.Organisations), numbers.Of(NumberSeries.Orders));
    }

    /// <summary>A package is taken in at once, by whoever looked at it.</summary>
    internal void TakeIn(ImportCounts counts, NumbersTaken numbers, Actor actor, DateTime now)
    {
        if (State != ImportState.Ready || Kind != ImportKind.Portability)
            throw new InvalidOperationException("Only a package that waits is taken in.");
        (State, FinishedAt, ConfirmedAt, ConfirmedBy, ConfirmedRole) = (ImportState.Finished, now, now, actor.Id, actor.Role);
        (Imported, Unchanged, Rejected) = counts;
        (Customers, Organisations, Orders) = (numbers.Of(NumberSeries.Customers), numbers.Of(NumberSeries.Organisations), numbers.Of(NumberSeries.Orders));
    }

    /// <summary>A row that was left out has come in after all. Somebody decided that for this one person, so undoing the import leaves it.</summary>
    internal void TakeLate() => (Imported, Rejected) = (Imported + 1, Rejected - 1);

    public void Undo(DateTime now)
    {
        if (State != ImportState.Finished)
            throw new InvalidOperationException("Only a finished import can be undone.");
        (State, UndoneAt) = (ImportState.Undone, now);
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
        builder.Property(i => i.ConfirmedRole).HasMaxLength(60);
        builder.ComplexProperty(i => i.Settings, s =>
        {
            s.Property(v => v.Encoding).HasMaxLength(40);
            s.Property(v => v.Delimiter).HasMaxLength(1);
            s.Property(v => v.Currency).HasMaxLength(3);
            s.Property(v => v.MatchBy).HasMaxLength(200);
        });
        builder.ComplexProperty(i => i.Customers);
        builder.ComplexProperty(i => i.Organisations);
        builder.ComplexProperty(i => i.Orders);
        builder.HasIndex(i => i.StartedAt);
        builder.HoldsNoCustomerData("An import has counts, the source's name and who answers for it; what came in is in the customers' own rows.");
    }
}

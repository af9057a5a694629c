using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Imports;

/// <summary>One thing wrong with one row of an import. The row's values are not kept.</summary>
public sealed class ImportRejection
{
    private ImportRejection() { }

    public ImportId ImportId { get; private set; }
    /// <summary>Counted from one, in the file's order.</summary>
    public int Position { get; private set; }
    public long Line { get; private set; }
    /// <summary>Counted from one; null where the whole row is concerned. The heading is not kept: a file without one has people in its first row.</summary>
    public int? Column { get; private set; }
    public ImportField? Field { get; private set; }
    public ImportReason Reason { get; private set; }
    /// <summary>See <see cref="RowProblem"/>.</summary>
    public int? Expected { get; private set; }
    public int? Found { get; private set; }

    public static ImportRejection Of(ImportId import, int position, long line, RowProblem problem) => new()
    {
        ImportId = import,
        Position = position,
        Line = line,
        Column = problem.Column,
        Field = problem.Field,
        Reason = problem.Reason,
        Expected = problem.Expected,
        Found = problem.Found,
    };
}

internal sealed class ImportRejectionMapping : IEntityTypeConfiguration<ImportRejection>
{
    public void Configure(EntityTypeBuilder<ImportRejection> builder)
    {
        builder.HasKey(r => new { r.ImportId, r.Position });
        builder.HasOne<Import>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Where in a file something is wrong, never what stood there.");
        builder.NeedsNoAudit("Part of an import, whose entry is written in the same transaction.");
    }
}

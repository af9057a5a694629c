using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Imports;

public readonly record struct RejectedRowId(Guid Value) : IEntityKey<RejectedRowId>
{
    public static RejectedRowId From(Guid value) => new(value);
}

/// <summary>
/// A row of a file that was not taken in, kept as it stood so that it can be mended and sent again. Its values are of people who may not be in the
/// register, so it goes after <see cref="KeptFor"/>; where it is known whose it is, it goes with the person too.
/// </summary>
public sealed class RejectedRow
{
    /// <summary>How long the row is kept after its import.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    private RejectedRow() { }

    public RejectedRowId Id { get; private set; }
    public ImportId ImportId { get; private set; }
    /// <summary>The customer whose key stands in the row; null where nobody has it.</summary>
    public CustomerId? CustomerId { get; private set; }
    /// <summary>The line of the file on which the row begins, from 1.</summary>
    public long Line { get; private set; }
    /// <summary>The row has the headings of the others.</summary>
    public bool IsHeading { get; private set; }
    /// <summary>The only thing wrong with a customer's row: the person was erased from the register once. Somebody may decide that they come back.</summary>
    public bool IsForgotten { get; private set; }
    /// <summary>The values as they stood, a JSON array of texts.</summary>
    public string Cells { get; private set; } = "";

    public static RejectedRow Of(ImportId import, CsvRow row, CustomerId? customer, bool isForgotten, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RejectedRowId>(clock),
        ImportId = import,
        CustomerId = customer,
        Line = row.Line,
        IsForgotten = isForgotten,
        Cells = JsonSerializer.Serialize(row.Fields),
    };

    public static RejectedRow Heading(ImportId import, IReadOnlyList<string> header, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RejectedRowId>(clock),
        ImportId = import,
        IsHeading = true,
        Cells = JsonSerializer.Serialize(header),
    };

    public IReadOnlyList<string> Values() => JsonSerializer.Deserialize<string[]>(Cells)!;
}

internal sealed class RejectedRowMapping : IEntityTypeConfiguration<RejectedRow>
{
    public void Configure(EntityTypeBuilder<RejectedRow> builder)
    {
        builder.HasOne<Import>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(r => new { r.ImportId, r.Line });
        builder.HasIndex(r => r.CustomerId);
        builder.HoldsPersonalData(DataCategory.ContactDetails, RowErasure.Delete, r => r.CustomerId);
        builder.Personal(DataCategory.ContactDetails, r => r.Cells);
        builder.NotPortable("Told by others, and not taken in.");
        builder.MayNameOthersWithin(r => r.Cells);
        builder.Technical(r => r.Id, r => r.ImportId, r => r.CustomerId, r => r.Line, r => r.IsHeading, r => r.IsForgotten);
        builder.NeedsNoAudit("Part of an import, whose entry is written in the same transaction.");
    }
}

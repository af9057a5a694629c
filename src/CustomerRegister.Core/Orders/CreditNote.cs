using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public readonly record struct CreditNoteId(Guid Value) : IEntityKey<CreditNoteId>
{
    public static CreditNoteId From(Guid value) => new(value);
}

/// <summary>Takes back an invoice or part of one. It refers to the invoice, whose lines and buyer are its own.</summary>
public sealed class CreditNote
{
    private readonly List<CreditNoteLine> lines = [];

    private CreditNote() { }

    public CreditNoteId Id { get; private set; }
    public InvoiceId InvoiceId { get; private set; }
    /// <summary>Of the same series as the invoices.</summary>
    public long Number { get; private set; }
    public DateOnly CreditedOn { get; private set; }
    /// <summary>Stands on the credit note; cleared with the buyer.</summary>
    public string? Reason { get; private set; }
    /// <summary>With value added tax, in cents; positive.</summary>
    public decimal Total { get; private set; }

    public IReadOnlyList<CreditNoteLine> Lines => lines;

    internal static CreditNote Of(CreditNoteId id, InvoiceId invoice, long number, string reason, DateOnly on, IReadOnlyDictionary<int, decimal> quantities)
    {
        var note = new CreditNote { Id = id, InvoiceId = invoice, Number = number, Reason = reason, CreditedOn = on };
        note.lines.AddRange(quantities.Where(q => q.Value > 0).OrderBy(q => q.Key).Select(q => CreditNoteLine.Of(id, q.Key, q.Value)));
        return note;
    }

    internal void ComesTo(decimal total) => Total = total;

    internal void ForgetReason() => Reason = null;
}

/// <summary>How much of a line of the invoice is taken back.</summary>
public sealed class CreditNoteLine
{
    private CreditNoteLine() { }

    public CreditNoteId CreditNoteId { get; private set; }
    /// <summary>Of the invoice's line.</summary>
    public int Position { get; private set; }
    public decimal Quantity { get; private set; }

    internal static CreditNoteLine Of(CreditNoteId note, int position, decimal quantity) => new() { CreditNoteId = note, Position = position, Quantity = quantity };
}

internal sealed class CreditNoteMapping : IEntityTypeConfiguration<CreditNote>
{
    public void Configure(EntityTypeBuilder<CreditNote> builder)
    {
        builder.ToTable("CreditNotes");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Reason).HasMaxLength(Invoice.LongestReason);
        builder.HasIndex(n => n.Number).IsUnique();
        builder.HasMany(n => n.Lines).WithOne().HasForeignKey(l => l.CreditNoteId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Anonymise, n => n.InvoiceId);
        builder.Factual(DataCategory.InvoicingDetails, n => n.Number, n => n.CreditedOn, n => n.Total);
        builder.Personal(DataCategory.InvoicingDetails, n => n.Reason);
        builder.NotPortable("A document of the controller.");
        builder.MayNameOthers(n => n.Reason);
        builder.Technical(n => n.Id, n => n.InvoiceId);
    }
}

internal sealed class CreditNoteLineMapping : IEntityTypeConfiguration<CreditNoteLine>
{
    public void Configure(EntityTypeBuilder<CreditNoteLine> builder)
    {
        builder.ToTable("CreditNoteLines");
        builder.HasKey(l => new { l.CreditNoteId, l.Position });

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Outlive, l => l.CreditNoteId);
        builder.Factual(DataCategory.InvoicingDetails, l => l.Position, l => l.Quantity);
        builder.NotPortable("A document of the controller.");
        builder.Technical(l => l.CreditNoteId);
    }
}

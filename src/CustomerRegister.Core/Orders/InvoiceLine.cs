using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public enum InvoiceLineKind
{
    Goods,
    Freight,
}

/// <summary>A line of an invoice: a copy of the order's, which may change or go after it.</summary>
public sealed class InvoiceLine
{
    private InvoiceLine() { }

    public InvoiceId InvoiceId { get; private set; }
    /// <summary>Counted from one within the invoice.</summary>
    public int Position { get; private set; }
    public InvoiceLineKind Kind { get; private set; }
    /// <summary>Empty for freight.</summary>
    public string Product { get; private set; } = "";
    /// <summary>Without value added tax.</summary>
    public decimal UnitPrice { get; private set; }
    public decimal Quantity { get; private set; }
    /// <summary>A fraction: 0.05 is five per cent.</summary>
    public decimal Discount { get; private set; }
    /// <summary>A fraction: 0.255 is 25.5 per cent.</summary>
    public decimal VatRate { get; private set; }
    /// <summary>Price without tax, in cents.</summary>
    public decimal Net { get; private set; }

    /// <summary>What a part of the line costs without tax, in cents; all of it costs <see cref="Net"/>.</summary>
    internal decimal NetOf(decimal quantity) => quantity == Quantity ? Net : Sums.Cents(UnitPrice * quantity * (1 - Discount));

    internal static InvoiceLine Of(InvoiceId invoice, int position, InvoicedLine line) => new()
    {
        InvoiceId = invoice,
        Position = position,
        Kind = line.Kind,
        Product = line.Product,
        UnitPrice = line.UnitPrice,
        Quantity = line.Quantity,
        Discount = line.Discount,
        VatRate = line.VatRate,
        Net = line.Net,
    };
}

internal sealed class InvoiceLineMapping : IEntityTypeConfiguration<InvoiceLine>
{
    public void Configure(EntityTypeBuilder<InvoiceLine> builder)
    {
        builder.ToTable("InvoiceLines");
        builder.HasKey(l => new { l.InvoiceId, l.Position });
        builder.Property(l => l.Product).HasMaxLength(200);

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Outlive, l => l.InvoiceId);
        builder.Factual(DataCategory.InvoicingDetails, l => l.Position, l => l.Kind, l => l.Product, l => l.UnitPrice, l => l.Quantity, l => l.Discount, l => l.VatRate, l => l.Net);
        builder.NotPortable("A document of the controller; what was bought goes along with the order.");
        builder.Technical(l => l.InvoiceId);
    }
}

using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public sealed class OrderLine
{
    private OrderLine() { }

    public OrderId OrderId { get; private set; }
    /// <summary>Counted from one within the order.</summary>
    public int Position { get; private set; }
    public string Product { get; private set; } = "";
    /// <summary>Without value added tax.</summary>
    public decimal UnitPrice { get; private set; }
    public decimal Quantity { get; private set; }
    /// <summary>A fraction: 0.05 is five per cent.</summary>
    public decimal Discount { get; private set; }
    /// <summary>A fraction: 0.255 is 25.5 per cent. Null where the system that the order came from did not tell.</summary>
    public decimal? VatRate { get; private set; }

    /// <summary>Without value added tax and unrounded: only an invoice rounds.</summary>
    public decimal Total => UnitPrice * Quantity * (1 - Discount);

    internal static OrderLine Of(OrderId order, int position, string product, decimal unitPrice, decimal quantity, decimal discount, decimal? vatRate)
    {
        var line = new OrderLine { OrderId = order, Position = position };
        line.Change(product, unitPrice, quantity, discount, vatRate);
        return line;
    }

    internal void Change(string product, decimal unitPrice, decimal quantity, decimal discount, decimal? vatRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(discount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(discount, 1);
        (Product, UnitPrice, Quantity, Discount, VatRate) = (product, unitPrice, quantity, discount, vatRate);
    }
}

internal sealed class OrderLineMapping : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> builder)
    {
        builder.HasKey(l => new { l.OrderId, l.Position });
        builder.Property(l => l.Product).HasMaxLength(200);
        builder.Ignore(l => l.Total);

        builder.HoldsPersonalData(DataCategory.Orders, RowErasure.Outlive, l => l.OrderId);
        builder.Factual(DataCategory.Orders, l => l.Position, l => l.Product, l => l.UnitPrice, l => l.Quantity, l => l.Discount, l => l.VatRate);
        builder.Portable(l => l.Product, l => l.UnitPrice, l => l.Quantity, l => l.Discount, l => l.VatRate);
        builder.NotPortable("The order of the lines shows it.", l => l.Position);
        builder.Technical(l => l.OrderId);
    }
}

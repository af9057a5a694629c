using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public readonly record struct OrderId(Guid Value) : IEntityKey<OrderId>
{
    public static OrderId From(Guid value) => new(value);
}

public enum OrderState
{
    Open,
    Delivered,
    Cancelled,
    Archived,
}

/// <summary>An order of a customer, perhaps for an organisation. After erasure it lives on without either person or place (N42).</summary>
public sealed class Order : IVersioned
{
    private readonly List<OrderLine> lines = [];

    private Order() { }

    public OrderId Id { get; private set; }
    public long Number { get; private set; }
    public CustomerId? CustomerId { get; private set; }
    public OrganisationId? OrganisationId { get; private set; }
    public DateOnly PlacedOn { get; private set; }
    public DateOnly? RequiredOn { get; private set; }
    public DateOnly? DeliveredOn { get; private set; }
    public OrderState State { get; private set; }
    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";
    public decimal Freight { get; private set; }
    public string? DeliveryName { get; private set; }
    public PostalAddress? DeliveryAddress { get; private set; }
    public string? SourceKey { get; private set; }
    public long Version { get; set; }

    public IReadOnlyList<OrderLine> Lines => lines;

    /// <summary>The sum of the lines with their discounts, unrounded; freight is not in it.</summary>
    public decimal Total => lines.Sum(l => l.Total);

    public static Order Place(OrderId id, long number, CustomerId? customer, OrganisationId? organisation, DateOnly placedOn, string currency, decimal freight = 0, string? sourceKey = null) => new()
    {
        Id = id,
        Number = number,
        CustomerId = customer,
        OrganisationId = organisation,
        PlacedOn = placedOn,
        Currency = currency,
        Freight = freight,
        SourceKey = sourceKey,
    };

    public void DeliverTo(string? name, PostalAddress? address, DateOnly? requiredOn)
    {
        (DeliveryName, DeliveryAddress, RequiredOn) = (name, address, requiredOn);
    }

    public void Deliver(DateOnly on)
    {
        (DeliveredOn, State) = (on, OrderState.Delivered);
    }

    public void Archive()
    {
        if (State == OrderState.Open)
            throw new InvalidOperationException("An open order is delivered or cancelled before it is archived.");
        State = OrderState.Archived;
    }

    public void Cancel()
    {
        if (State != OrderState.Open)
            throw new InvalidOperationException("Only an open order is cancelled.");
        State = OrderState.Cancelled;
    }

    /// <param name="discount">A fraction: 0.05 is five per cent.</param>
    public void AddLine(string product, decimal unitPrice, decimal quantity, decimal discount) =>
        lines.Add(OrderLine.Of(Id, lines.Count + 1, product, unitPrice, quantity, discount));
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Property(o => o.Currency).HasMaxLength(3);
        builder.Property(o => o.DeliveryName).HasMaxLength(200);
        builder.Property(o => o.SourceKey).HasMaxLength(200);
        builder.ComplexProperty(o => o.DeliveryAddress, a => a.HasDiscriminator());
        builder.Ignore(o => o.Total);
        builder.HasIndex(o => o.Number).IsUnique();
        builder.HasIndex(o => o.SourceKey).IsUnique();
        builder.HasIndex(o => new { o.CustomerId, o.PlacedOn });
        builder.HasIndex(o => o.OrganisationId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(o => o.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Orders, RowErasure.Anonymise, o => o.CustomerId);
        builder.Factual(DataCategory.Orders, o => o.Number, o => o.PlacedOn, o => o.RequiredOn, o => o.DeliveredOn, o => o.State, o => o.Currency, o => o.Freight);
        builder.Personal(DataCategory.Orders, o => o.DeliveryName, o => o.DeliveryAddress, o => o.SourceKey);
        builder.Technical(o => o.Id, o => o.CustomerId, o => o.OrganisationId, o => o.Version);
    }
}

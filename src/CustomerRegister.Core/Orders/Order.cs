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

/// <summary>Why nothing is done to an order.</summary>
public enum OrderRefusal
{
    NotFound,
    NotOpen,
    StillOpen,
    Cancelled,
    Archived,
    Invoiced,
    AwaitsInvoice,
    NoLines,
    RateMissing,
    RateNotInForce,
    NothingToInvoice,
    BeforeOrder,
    DueBeforeInvoice,
    BuyerGone,
    InFuture,
    ChangedMeanwhile,

    /// <summary>The processing of the customer's data is restricted: the name and address stay as they are (N39).</summary>
    Restricted,
}

/// <summary>A line as it is ordered: see <see cref="OrderLine"/> for the units.</summary>
public sealed record OrderedLine(string Product, decimal UnitPrice, decimal Quantity, decimal Discount, decimal? VatRate);

/// <summary>
/// An order of a customer, perhaps for an organisation. It is open, then delivered or cancelled, and at last archived: then it can be found and read, but no
/// longer changed (N2). After erasure it lives on without either person or place (N42).
/// </summary>
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
    public DateOnly? CancelledOn { get; private set; }
    public OrderState State { get; private set; }
    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";
    /// <summary>Without value added tax, which follows that of the lines: see <see cref="InvoicedLines"/>.</summary>
    public decimal Freight { get; private set; }
    public string? DeliveryName { get; private set; }
    public PostalAddress? DeliveryAddress { get; private set; }
    public string? SourceKey { get; private set; }
    /// <summary>The postal code of the delivery, or its beginning, of an order that lives on without a person; null where few people live there: see <see cref="PostalArea"/>.</summary>
    public string? Area { get; private set; }
    /// <summary>Whether an invoice has been made that is not credited in full.</summary>
    public bool IsInvoiced { get; private set; }
    /// <summary>Delivered, and not invoiced yet; never of an order whose rates of tax aren't known, for another system invoiced it.</summary>
    public bool AwaitsInvoice { get; private set; }
    public long Version { get; set; }

    public IReadOnlyList<OrderLine> Lines => lines;

    /// <summary>The sum of the lines with their discounts, without value added tax and unrounded; freight is not in it.</summary>
    public decimal Total => lines.Sum(l => l.Total);

    private bool KnowsRates => lines.Count > 0 && lines.TrueForAll(l => l.VatRate is not null);

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

    /// <param name="discount">A fraction: 0.05 is five per cent.</param>
    /// <param name="vatRate">A fraction; null where it isn't known.</param>
    public void AddLine(string product, decimal unitPrice, decimal quantity, decimal discount, decimal? vatRate = null)
    {
        if (State == OrderState.Archived)
            throw new InvalidOperationException("An archived order is read-only.");
        lines.Add(OrderLine.Of(Id, lines.Count + 1, product, unitPrice, quantity, discount, vatRate));
    }

    public OrderRefusal? RefusalToChange() => State switch
    {
        OrderState.Archived => OrderRefusal.Archived,
        OrderState.Cancelled => OrderRefusal.Cancelled,
        OrderState.Delivered => OrderRefusal.NotOpen,
        _ => IsInvoiced ? OrderRefusal.Invoiced : null,
    };

    /// <summary>Replaces what was ordered.</summary>
    public void Change(decimal freight, IReadOnlyList<OrderedLine> ordered)
    {
        Demand(RefusalToChange());
        Freight = freight;
        if (ordered.Count < lines.Count)
            lines.RemoveRange(ordered.Count, lines.Count - ordered.Count);
        foreach (var (line, i) in ordered.Select((line, i) => (line, i)))
        {
            if (i < lines.Count)
                lines[i].Change(line.Product, line.UnitPrice, line.Quantity, line.Discount, line.VatRate);
            else
                AddLine(line.Product, line.UnitPrice, line.Quantity, line.Discount, line.VatRate);
        }
    }

    /// <summary>Whether the order may be marked as delivered on that day; the tax is that of the day of delivery.</summary>
    public OrderRefusal? RefusalToDeliver(DateOnly on, DateOnly today, VatRates rates) =>
        State != OrderState.Open ? (RefusalToChange() ?? OrderRefusal.NotOpen)
        : lines.Count == 0 ? OrderRefusal.NoLines
        : on < PlacedOn ? OrderRefusal.BeforeOrder
        : on > today ? OrderRefusal.InFuture
        : !IsInvoiced && lines.Exists(l => l.VatRate is { } rate && !rates.IsInForceOn(rate, on)) ? OrderRefusal.RateNotInForce
        : null;

    public void Deliver(DateOnly on)
    {
        if (State != OrderState.Open)
            throw new InvalidOperationException("Only an open order is delivered.");
        (DeliveredOn, State) = (on, OrderState.Delivered);
        AwaitsInvoice = !IsInvoiced && KnowsRates;
    }

    public OrderRefusal? RefusalToCancel() => RefusalToChange();

    public void Cancel(DateOnly on)
    {
        Demand(RefusalToCancel());
        (CancelledOn, State) = (on, OrderState.Cancelled);
    }

    public OrderRefusal? RefusalToArchive() =>
        State == OrderState.Open ? OrderRefusal.StillOpen
        : State == OrderState.Archived ? OrderRefusal.Archived
        : AwaitsInvoice ? OrderRefusal.AwaitsInvoice
        : null;

    public void Archive()
    {
        Demand(RefusalToArchive());
        State = OrderState.Archived;
    }

    /// <summary>An order that was placed with another controller, and came along with the person: it is read, but nobody here delivers or invoices it.</summary>
    internal void BringArchived(DateOnly? deliveredOn, DateOnly? cancelledOn) => (DeliveredOn, CancelledOn, State) = (deliveredOn, cancelledOn, OrderState.Archived);

    /// <summary>Whether an invoice may be made; an order that is still open may be invoiced beforehand.</summary>
    public OrderRefusal? RefusalToInvoice(DateOnly on, VatRates rates) =>
        State == OrderState.Cancelled ? OrderRefusal.Cancelled
        : State == OrderState.Archived ? OrderRefusal.Archived
        : IsInvoiced ? OrderRefusal.Invoiced
        : lines.Count == 0 ? OrderRefusal.NoLines
        : !KnowsRates ? OrderRefusal.RateMissing
        : lines.Exists(l => !rates.IsInForceOn(l.VatRate!.Value, DeliveredOn ?? on)) ? OrderRefusal.RateNotInForce
        : InvoicedLines.SumsOf(this).Total <= 0 ? OrderRefusal.NothingToInvoice
        : null;

    internal void Invoiced() => (IsInvoiced, AwaitsInvoice) = (true, false);

    /// <summary>The invoice has been credited in full, so that another may be made.</summary>
    internal void CreditedInFull() => IsInvoiced = false;

    private static void Demand(OrderRefusal? refusal)
    {
        if (refusal is not null)
            throw new InvalidOperationException($"The order's state does not allow it: {refusal}.");
    }
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Property(o => o.Currency).HasMaxLength(3);
        builder.Property(o => o.DeliveryName).HasMaxLength(200);
        builder.Property(o => o.SourceKey).HasMaxLength(200);
        builder.Property(o => o.Area).HasMaxLength(200);
        builder.ComplexProperty(o => o.DeliveryAddress, a => a.HasDiscriminator());
        builder.Property(o => o.IsInvoiced).HasDefaultValue(false);
        builder.Property(o => o.AwaitsInvoice).HasDefaultValue(false);
        builder.Ignore(o => o.Total);
        builder.HasIndex(o => o.Number).IsUnique();
        builder.HasIndex(o => o.SourceKey).IsUnique();
        builder.HasIndex(o => new { o.CustomerId, o.PlacedOn });
        builder.HasIndex(o => new { o.OrganisationId, o.PlacedOn });
        builder.HasIndex(o => new { o.PlacedOn, o.Number });
        builder.HasIndex(o => new { o.State, o.PlacedOn, o.Number });
        builder.HasIndex(o => new { o.DeliveredOn, o.Number }).HasFilter("\"AwaitsInvoice\"");
        builder.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(o => o.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Orders, RowErasure.Anonymise, o => o.CustomerId);
        builder.Factual(DataCategory.Orders, o => o.Number, o => o.PlacedOn, o => o.RequiredOn, o => o.DeliveredOn, o => o.CancelledOn, o => o.State, o => o.Currency, o => o.Freight, o => o.Area);
        builder.CoarsenedToMonth(o => o.PlacedOn, o => o.RequiredOn, o => o.DeliveredOn, o => o.CancelledOn);
        builder.AreaOf(o => o.Area, o => o.DeliveryAddress);
        builder.Personal(DataCategory.Orders, o => o.DeliveryName, o => o.DeliveryAddress, o => o.SourceKey);
        builder.Portable(o => o.Number, o => o.PlacedOn, o => o.RequiredOn, o => o.DeliveredOn, o => o.CancelledOn, o => o.Currency, o => o.Freight, o => o.DeliveryName, o => o.DeliveryAddress);
        builder.NotPortable("How far the controller is with it, and where else it is known; the area is not the person's any more.", o => o.State, o => o.SourceKey, o => o.Area);
        builder.NamesNobodyElse("Where the person had it sent, in their own words.");
        builder.Technical(o => o.Id, o => o.CustomerId, o => o.OrganisationId, o => o.IsInvoiced, o => o.AwaitsInvoice, o => o.Version);
    }
}

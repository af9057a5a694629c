using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public readonly record struct InvoiceId(Guid Value) : IEntityKey<InvoiceId>
{
    public static InvoiceId From(Guid value) => new(value);
}

public enum InvoiceState
{
    Open,
    Paid,
    InCollection,
    Credited,
    WrittenOff,
}

/// <summary>
/// An invoice with its own copy of the buyer's name and address, so that the voucher can be kept its period
/// (Accounting Act 2:10) after the rest of the person has gone.
/// </summary>
public sealed class Invoice : IVersioned
{
    private Invoice() { }

    public InvoiceId Id { get; private set; }
    public long Number { get; private set; }
    public CustomerId? CustomerId { get; private set; }
    public OrganisationId? OrganisationId { get; private set; }
    public OrderId? OrderId { get; private set; }
    public string? BuyerName { get; private set; }
    public PostalAddress? BuyerAddress { get; private set; }
    public DateOnly InvoicedOn { get; private set; }
    public DateOnly DueOn { get; private set; }
    /// <summary>With value added tax, rounded to cents.</summary>
    public decimal Total { get; private set; }
    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";
    public InvoiceState State { get; private set; }
    /// <summary>The day on which it was paid, credited or written off.</summary>
    public DateOnly? SettledOn { get; private set; }
    public long Version { get; set; }

    /// <summary>Open and in collection: money is still asked for.</summary>
    public bool IsUnsettled => State is InvoiceState.Open or InvoiceState.InCollection;

    public static Invoice Send(InvoiceId id, long number, Order order, string buyerName, PostalAddress? buyerAddress, DateOnly invoicedOn, DateOnly dueOn) => new()
    {
        Id = id,
        Number = number,
        OrderId = order.Id,
        CustomerId = order.CustomerId,
        OrganisationId = order.OrganisationId,
        BuyerName = buyerName,
        BuyerAddress = buyerAddress,
        InvoicedOn = invoicedOn,
        DueOn = dueOn,
        Total = decimal.Round(order.Total + order.Freight, 2, MidpointRounding.AwayFromZero),
        Currency = order.Currency,
    };

    public void Pay(DateOnly on) => Settle(InvoiceState.Paid, on);

    public void Credit(DateOnly on) => Settle(InvoiceState.Credited, on);

    public void WriteOff(DateOnly on) => Settle(InvoiceState.WrittenOff, on);

    public void SendToCollection()
    {
        if (State != InvoiceState.Open)
            throw new InvalidOperationException("Only an open invoice goes to collection.");
        State = InvoiceState.InCollection;
    }

    /// <summary>Clears the copy of the buyer, when neither the money nor the law asks for it any more.</summary>
    public void ForgetBuyer()
    {
        if (IsUnsettled)
            throw new InvalidOperationException("The buyer of an invoice that is not settled is still needed.");
        (BuyerName, BuyerAddress) = (null, null);
    }

    private void Settle(InvoiceState state, DateOnly on)
    {
        if (!IsUnsettled)
            throw new InvalidOperationException("The invoice is settled already.");
        (State, SettledOn) = (state, on);
    }
}

internal sealed class InvoiceMapping : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> builder)
    {
        builder.Property(i => i.BuyerName).HasMaxLength(200);
        builder.Property(i => i.Currency).HasMaxLength(3);
        builder.ComplexProperty(i => i.BuyerAddress, a => a.HasDiscriminator());
        builder.Ignore(i => i.IsUnsettled);
        builder.HasIndex(i => i.Number).IsUnique();
        builder.HasIndex(i => new { i.CustomerId, i.State });
        builder.HasIndex(i => new { i.State, i.DueOn });
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Order>().WithMany().HasForeignKey(i => i.OrderId).OnDelete(DeleteBehavior.SetNull);

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Anonymise, i => i.CustomerId);
        builder.Factual(DataCategory.InvoicingDetails, i => i.Number, i => i.InvoicedOn, i => i.DueOn, i => i.Total, i => i.Currency, i => i.State, i => i.SettledOn);
        builder.Personal(DataCategory.InvoicingDetails, i => i.BuyerName, i => i.BuyerAddress);
        builder.Technical(i => i.Id, i => i.CustomerId, i => i.OrganisationId, i => i.OrderId, i => i.Version);
    }
}

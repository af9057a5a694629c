using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public readonly record struct InvoicePaymentId(Guid Value) : IEntityKey<InvoicePaymentId>
{
    public static InvoicePaymentId From(Guid value) => new(value);
}

public enum PaymentKind
{
    /// <summary>Money that came in.</summary>
    Payment,

    /// <summary>Money that was paid back because too much had come in.</summary>
    Refund,

    /// <summary>Takes back a payment that was recorded in error: no money moves.</summary>
    Correction,
}

/// <summary>What was received for an invoice, paid back, or corrected. Rows are never changed.</summary>
public sealed class InvoicePayment
{
    private InvoicePayment() { }

    public InvoicePaymentId Id { get; private set; }
    public InvoiceId InvoiceId { get; private set; }
    public PaymentKind Kind { get; private set; }
    /// <summary>In the invoice's currency; negative for a refund or a correction.</summary>
    public decimal Amount { get; private set; }
    /// <summary>The day on which the money moved, or for which the record is corrected.</summary>
    public DateOnly On { get; private set; }
    public DateTime RecordedAt { get; private set; }

    internal static InvoicePayment Of(InvoiceId invoice, PaymentKind kind, decimal amount, DateOnly on, TimeProvider clock) => new()
    {
        Id = EntityKey.New<InvoicePaymentId>(clock),
        InvoiceId = invoice,
        Kind = kind,
        Amount = kind == PaymentKind.Payment ? amount : -amount,
        On = on,
        RecordedAt = clock.Now(),
    };
}

internal sealed class InvoicePaymentMapping : IEntityTypeConfiguration<InvoicePayment>
{
    public void Configure(EntityTypeBuilder<InvoicePayment> builder)
    {
        builder.ToTable("InvoicePayments");
        builder.Property(p => p.Id).ValueGeneratedNever();

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Outlive, p => p.InvoiceId);
        builder.Factual(DataCategory.InvoicingDetails, p => p.Kind, p => p.Amount, p => p.On, p => p.RecordedAt);
        builder.NotPortable("The controller's own bookkeeping.");
        builder.Technical(p => p.Id, p => p.InvoiceId);
    }
}

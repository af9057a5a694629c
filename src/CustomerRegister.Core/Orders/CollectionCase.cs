using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public readonly record struct CollectionCaseId(Guid Value) : IEntityKey<CollectionCaseId>
{
    public static CollectionCaseId From(Guid value) => new(value);
}

public enum CollectionOutcome
{
    /// <summary>Nothing is owed any more, because it was paid.</summary>
    Paid,

    /// <summary>The controller took the case back, such as after a credit note or an agreement.</summary>
    Withdrawn,

    /// <summary>The collector gave up.</summary>
    Unsuccessful,
}

/// <summary>An invoice in the hands of a debt collector. While it is, the debtor's data is not erased (N19).</summary>
public sealed class CollectionCase
{
    private CollectionCase() { }

    public CollectionCaseId Id { get; private set; }
    public InvoiceId InvoiceId { get; private set; }
    /// <summary>The firm that collects.</summary>
    public string Collector { get; private set; } = "";
    public DateOnly OpenedOn { get; private set; }
    public DateOnly? ClosedOn { get; private set; }
    public CollectionOutcome? Outcome { get; private set; }

    public bool IsOpen => ClosedOn is null;

    internal static CollectionCase Open(InvoiceId invoice, string collector, DateOnly on, TimeProvider clock) =>
        new() { Id = EntityKey.New<CollectionCaseId>(clock), InvoiceId = invoice, Collector = collector, OpenedOn = on };

    internal void Close(CollectionOutcome outcome, DateOnly on) => (Outcome, ClosedOn) = (outcome, on);
}

internal sealed class CollectionCaseMapping : IEntityTypeConfiguration<CollectionCase>
{
    public void Configure(EntityTypeBuilder<CollectionCase> builder)
    {
        builder.ToTable("CollectionCases");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Collector).HasMaxLength(200);
        builder.Ignore(c => c.IsOpen);

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Outlive, c => c.InvoiceId);
        builder.Factual(DataCategory.InvoicingDetails, c => c.Collector, c => c.OpenedOn, c => c.ClosedOn, c => c.Outcome);
        builder.NotPortable("A document of the controller.");
        builder.Technical(c => c.Id, c => c.InvoiceId);
    }
}

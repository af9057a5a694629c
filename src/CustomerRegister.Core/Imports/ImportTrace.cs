using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Imports;

/// <summary>A line that an import added to an order, so that it can be taken away again.</summary>
public sealed class ImportedLine
{
    private ImportedLine() { }

    public ImportId ImportId { get; private set; }
    public OrderId OrderId { get; private set; }
    public int Position { get; private set; }

    public static ImportedLine Of(ImportId import, OrderId order, int position) => new() { ImportId = import, OrderId = order, Position = position };
}

/// <summary>A relationship whose beginning an import of older orders moved, so that it can be moved back.</summary>
public sealed class MovedRelationshipStart
{
    private MovedRelationshipStart() { }

    public ImportId ImportId { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public DateOnly Before { get; private set; }
    public Provenance? Source { get; private set; }

    public static MovedRelationshipStart Of(ImportId import, Customer customer) =>
        new() { ImportId = import, CustomerId = customer.Id, Before = customer.RelationshipStart, Source = customer.RelationshipSource };
}

internal sealed class ImportedLineMapping : IEntityTypeConfiguration<ImportedLine>
{
    public void Configure(EntityTypeBuilder<ImportedLine> builder)
    {
        builder.HasKey(l => new { l.ImportId, l.OrderId, l.Position });
        builder.HasOne<Import>().WithMany().HasForeignKey(l => l.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Order>().WithMany().HasForeignKey(l => l.OrderId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Which lines of which orders an import added: keys of orders, nothing of whoever placed them.");
        builder.NeedsNoAudit("Part of an import, whose entry is written in the same transaction.");
    }
}

internal sealed class MovedRelationshipStartMapping : IEntityTypeConfiguration<MovedRelationshipStart>
{
    public void Configure(EntityTypeBuilder<MovedRelationshipStart> builder)
    {
        builder.HasKey(m => new { m.ImportId, m.CustomerId });
        builder.HasOne<Import>().WithMany().HasForeignKey(m => m.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Customer>().WithMany().HasForeignKey(m => m.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.ComplexProperty(m => m.Source);
        builder.HoldsPersonalData(DataCategory.Relationship, RowErasure.Delete, m => m.CustomerId);
        builder.Personal(DataCategory.Relationship, m => m.Before, m => m.Source);
        builder.NotPortable("The controller's own record of an import.");
        builder.NamesNobodyElse("Where a day is known from.");
        builder.Technical(m => m.ImportId, m => m.CustomerId);
        builder.NeedsNoAudit("Part of an import, whose entry is written in the same transaction.");
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Merging;

public readonly record struct CustomerMergeId(Guid Value) : IEntityKey<CustomerMergeId>
{
    public static CustomerMergeId From(Guid value) => new(value);
}

/// <summary>
/// Two customers that were one person became one, and what undoing it needs to know. It is kept until <see cref="UndoableUntil"/>; then it goes
/// with its rows, and only <see cref="FormerCustomer"/> remembers.
/// </summary>
public sealed class CustomerMerge
{
    private CustomerMerge() { }

    public CustomerMergeId Id { get; private set; }
    /// <summary>Whose it is now: the customer who was kept, or the one into whom that one was merged later.</summary>
    public CustomerId CustomerId { get; private set; }
    public Guid KeptId { get; private set; }
    public Guid GoneId { get; private set; }
    public long KeptNumber { get; private set; }
    public long GoneNumber { get; private set; }
    public DateTime MergedAt { get; private set; }
    /// <summary>From this day on it cannot be undone any more.</summary>
    public DateOnly UndoableUntil { get; private set; }
    /// <summary>Which rows changed hands, and how the rest looked afterwards: see <see cref="MergeTrace"/>.</summary>
    public string Trace { get; private set; } = "";

    public static CustomerMerge Of(Customer kept, Customer gone, DateOnly undoableUntil, TimeProvider clock) => new()
    {
        Id = EntityKey.New<CustomerMergeId>(clock),
        CustomerId = kept.Id,
        KeptId = kept.Id.Value,
        GoneId = gone.Id.Value,
        KeptNumber = kept.Number,
        GoneNumber = gone.Number,
        MergedAt = clock.Now(),
        UndoableUntil = undoableUntil,
    };

    internal void Remember(MergeTrace trace) => Trace = trace.ToJson();
}

/// <summary>A row of one of the two customers as it was before they were merged.</summary>
public sealed class MergedRow
{
    private MergedRow() { }

    public CustomerMergeId MergeId { get; private set; }
    public int Position { get; private set; }
    /// <summary>The table's key in the personal data map: <c>customerAddress</c>.</summary>
    public string Table { get; private set; } = "";
    /// <summary>The values about the person, by the columns' keys: a JSON object.</summary>
    public string Values { get; private set; } = "";
    /// <summary>The rest of the row, in the same form: keys, and what is made from the values.</summary>
    public string Rest { get; private set; } = "";

    public static MergedRow Of(CustomerMergeId merge, int position, string table, string values, string rest) =>
        new() { MergeId = merge, Position = position, Table = table, Values = values, Rest = rest };
}

internal sealed class CustomerMergeMapping : IEntityTypeConfiguration<CustomerMerge>
{
    public void Configure(EntityTypeBuilder<CustomerMerge> builder)
    {
        builder.HasIndex(m => m.UndoableUntil);
        builder.HasOne<Customer>().WithMany().HasForeignKey(m => m.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("The merge, its undoing and its end are each audited by the use case that writes here.");

        // A category of its own that no ground keeps: an undo must never bring back what was erased.
        builder.HoldsPersonalData(DataCategory.FormerDetails, RowErasure.Delete, m => m.CustomerId);
        builder.Personal(DataCategory.FormerDetails, m => m.KeptNumber, m => m.GoneNumber, m => m.MergedAt, m => m.UndoableUntil);
        builder.NotPortable("The controller's own record of a merge.");
        builder.Technical(m => m.Id, m => m.CustomerId, m => m.KeptId, m => m.GoneId, m => m.Trace);
    }
}

internal sealed class MergedRowMapping : IEntityTypeConfiguration<MergedRow>
{
    public void Configure(EntityTypeBuilder<MergedRow> builder)
    {
        builder.HasKey(r => new { r.MergeId, r.Position });
        builder.Property(r => r.Table).HasMaxLength(60);
        builder.HasOne<CustomerMerge>().WithMany().HasForeignKey(r => r.MergeId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("Part of a merge, which is audited.");

        builder.HoldsPersonalData(DataCategory.FormerDetails, RowErasure.Delete, r => r.MergeId);
        builder.Personal(DataCategory.FormerDetails, r => r.Table, r => r.Values);
        builder.NotPortable("The controller's own record of a merge.");
        // Of a row's values those alone that may name others in their own table.
        builder.MayNameOthersWithin(r => r.Values, "customer.note");
        builder.NamesNobodyElse("The key of a table.", r => r.Table);
        // Folded names and the like: erased with the rest, and said in the values already.
        builder.Secret(r => r.Rest);
        builder.Technical(r => r.MergeId, r => r.Position);
    }
}

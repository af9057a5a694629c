using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Merging;

/// <summary>
/// The key, number and import key that a customer had before being merged into another. The log stays under the old key, old addresses of
/// pages lead on, and a file that names the old import key finds the customer who was kept.
/// </summary>
public sealed class FormerCustomer
{
    private FormerCustomer() { }

    public CustomerId FormerId { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public long Number { get; private set; }
    public string? SourceKey { get; private set; }
    public DateOnly MergedOn { get; private set; }

    public static FormerCustomer Of(Customer gone, CustomerId kept, DateOnly on) =>
        new() { FormerId = gone.Id, CustomerId = kept, Number = gone.Number, SourceKey = gone.SourceKey, MergedOn = on };
}

internal sealed class FormerCustomerMapping : IEntityTypeConfiguration<FormerCustomer>
{
    public void Configure(EntityTypeBuilder<FormerCustomer> builder)
    {
        builder.HasKey(f => f.FormerId);
        builder.Property(f => f.SourceKey).HasMaxLength(200);
        builder.HasIndex(f => f.Number).IsUnique();
        builder.HasIndex(f => f.SourceKey).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(f => f.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("Written by a merge and taken away by its undoing, which are audited.");

        builder.HoldsPersonalData(DataCategory.Relationship, RowErasure.Delete, f => f.CustomerId);
        builder.Personal(DataCategory.Relationship, f => f.Number, f => f.SourceKey, f => f.MergedOn);
        builder.NotPortable("The controller's own record.");
        builder.NamesNobodyElse("A key of another system.");
        builder.Technical(f => f.FormerId, f => f.CustomerId);
    }
}

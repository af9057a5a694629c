using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Customers;

public readonly record struct ContactRoleId(Guid Value) : IEntityKey<ContactRoleId>
{
    public static ContactRoleId From(Guid value) => new(value);
}

/// <summary>A customer is an organisation's contact person from a day to a day. While one is, their data is not erased (N40).</summary>
public sealed class ContactRole
{
    private ContactRole() { }

    public ContactRoleId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public Customer Customer { get; private set; } = null!;
    public OrganisationId OrganisationId { get; private set; }
    public Organisation Organisation { get; private set; } = null!;
    public string? Title { get; private set; }
    public DateOnly From { get; private set; }
    public DateOnly? To { get; private set; }
    public Provenance Source { get; private set; } = null!;

    public static ContactRole Of(CustomerId customer, Organisation organisation, string? title, DateOnly from, Provenance source, TimeProvider clock) => new()
    {
        Id = EntityKey.New<ContactRoleId>(clock),
        CustomerId = customer,
        OrganisationId = organisation.Id,
        Organisation = organisation,
        Title = string.IsNullOrWhiteSpace(title) ? null : title.Trim(),
        From = from,
        Source = source,
    };

    public bool IsHeldOn(DateOnly day) => From <= day && (To is null || To > day);

    public void ChangeTitle(string? title) => Title = string.IsNullOrWhiteSpace(title) ? null : title.Trim();

    /// <summary>Puts right from when and until when the role is held.</summary>
    /// <param name="to">The first day on which it is no longer held; null while it is.</param>
    public void HoldFrom(DateOnly from, DateOnly? to)
    {
        if (to < from)
            throw new InvalidOperationException("A role cannot end before it starts.");
        (From, To) = (from, to);
    }

    /// <summary>Whether there is a day on which both are held.</summary>
    /// <param name="to">The first day on which it is no longer held; null while it is.</param>
    public bool Overlaps(DateOnly from, DateOnly? to) => (To is null || From < To) && (to is null || From < to) && (To is null || from < To);

    /// <summary>Puts right when the role began.</summary>
    public void BeginAt(DateOnly day)
    {
        if (day > To)
            throw new InvalidOperationException("A role cannot start after its end.");
        From = day;
    }

    /// <summary>Ends the role: <paramref name="on"/> is the first day on which it is no longer held.</summary>
    public void End(DateOnly on)
    {
        if (on < From)
            throw new InvalidOperationException("A role cannot end before it starts.");
        To = on;
    }
}

internal sealed class ContactRoleMapping : IEntityTypeConfiguration<ContactRole>
{
    public void Configure(EntityTypeBuilder<ContactRole> builder)
    {
        builder.Property(r => r.Title).HasMaxLength(100);
        builder.ComplexProperty(r => r.Source);
        builder.HasOne(r => r.Organisation).WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);

        builder.HoldsPersonalData(DataCategory.RepresentedOrganisation, RowErasure.Delete, r => r.CustomerId);
        builder.Personal(DataCategory.RepresentedOrganisation, r => r.OrganisationId, r => r.Title, r => r.From, r => r.To, r => r.Source);
        builder.Portable(r => r.OrganisationId, r => r.Title, r => r.From, r => r.To);
        builder.NotPortable("Where the controller has it from.", r => r.Source);
        builder.NamesNobodyElse("A title, and where it is known from.");
        builder.Technical(r => r.Id, r => r.CustomerId);
    }
}

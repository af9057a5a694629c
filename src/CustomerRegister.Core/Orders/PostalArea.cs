using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

/// <summary>
/// A postal area with so many customers that an order from there points at nobody (N42): a postal code, or the two digits with which it begins. The areas with fewer people are not
/// listed, so nothing is said of them.
/// </summary>
public sealed class PostalArea
{
    private PostalArea() { }

    /// <summary>As customers write it; empty where they write none.</summary>
    public string Country { get; private set; } = "";
    public string Code { get; private set; } = "";
    public int People { get; private set; }

    public static PostalArea Of(string country, string code, int people) => new() { Country = country, Code = code, People = people };
}

/// <summary>How few people make a postal area small: a setting.</summary>
public sealed record SmallestArea(int People)
{
    public static SmallestArea Usual { get; } = new(50);
}

internal sealed class PostalAreaMapping : IEntityTypeConfiguration<PostalArea>
{
    public void Configure(EntityTypeBuilder<PostalArea> builder)
    {
        builder.ToTable("PostalAreas");
        builder.HasKey(a => new { a.Country, a.Code });
        builder.Property(a => a.Country).HasMaxLength(200);
        builder.Property(a => a.Code).HasMaxLength(200);
        builder.HoldsNoCustomerData("Counts of many people, and none of few.");
        builder.NeedsNoAudit("Counted anew every night.");
    }
}

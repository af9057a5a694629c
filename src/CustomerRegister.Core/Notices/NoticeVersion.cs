using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Notices;

/// <summary>The privacy notice as it was published on a day (N31). Versions are only added.</summary>
public sealed class NoticeVersion
{
    private NoticeVersion() { }

    /// <summary>1 for the first.</summary>
    public int Version { get; private set; }
    public DateTime PublishedAt { get; private set; }
    /// <summary>What has changed since the version before, in the words of whoever published it.</summary>
    public LocalizedText Changes { get; private set; } = null!;
    /// <summary>The whole notice, as HTML.</summary>
    public LocalizedText Text { get; private set; } = null!;

    public static NoticeVersion Of(int version, LocalizedText changes, LocalizedText text, TimeProvider clock) =>
        new() { Version = version, PublishedAt = clock.Now(), Changes = changes, Text = text };
}

public readonly record struct GivenNoticeId(Guid Value) : IEntityKey<GivenNoticeId>
{
    public static GivenNoticeId From(Guid value) => new(value);
}

/// <summary>Which version of the notice a person was given, and when (GDPR Art. 13, 14; Art. 5(2)).</summary>
public sealed class GivenNotice
{
    private GivenNotice() { }

    public GivenNoticeId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public int NoticeVersion { get; private set; }
    public DateTime At { get; private set; }

    public static GivenNotice Of(CustomerId customer, int version, TimeProvider clock) =>
        new() { Id = EntityKey.New<GivenNoticeId>(clock), CustomerId = customer, NoticeVersion = version, At = clock.Now() };
}

internal sealed class NoticeVersionMapping : IEntityTypeConfiguration<NoticeVersion>
{
    public void Configure(EntityTypeBuilder<NoticeVersion> builder)
    {
        builder.HasKey(v => v.Version);
        builder.Property(v => v.Version).ValueGeneratedNever();
        builder.ComplexProperty(v => v.Changes);
        builder.ComplexProperty(v => v.Text);
        builder.HoldsNoCustomerData("The controller's own words.");
    }
}

internal sealed class GivenNoticeMapping : IEntityTypeConfiguration<GivenNotice>
{
    public void Configure(EntityTypeBuilder<GivenNotice> builder)
    {
        builder.HasIndex(g => new { g.CustomerId, g.NoticeVersion });
        builder.HasIndex(g => g.NoticeVersion);
        builder.HasOne<Customer>().WithMany().HasForeignKey(g => g.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<NoticeVersion>().WithMany().HasForeignKey(g => g.NoticeVersion).OnDelete(DeleteBehavior.Restrict);

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, g => g.CustomerId);
        builder.Personal(DataCategory.PortalUse, g => g.NoticeVersion, g => g.At);
        builder.NotPortable("What the controller told.");
        builder.NamesNobodyElse("The number of a version.");
        builder.Technical(g => g.Id, g => g.CustomerId);
    }
}

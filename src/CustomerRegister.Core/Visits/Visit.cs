using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Visits;

public readonly record struct VisitId(Guid Value) : IEntityKey<VisitId>
{
    public static VisitId From(Guid value) => new(value);
}

/// <summary>
/// Somebody's stay on the pages, of whoever allowed it to be logged (N28): from where, when and with what. It leads to a browser's cookie or, with a consent
/// of its own, to a customer; never to both, so that what is joined says nothing about the rest.
/// </summary>
public sealed class Visit
{
    /// <summary>After this long without a page, the next one begins another visit.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>Further pages of a visit are not logged: nobody reads so many.</summary>
    public const int MostViews = 200;

    private Visit() { }

    public VisitId Id { get; private set; }
    /// <summary>The hash of the random key in the browser's cookie; null where the visit is joined to a customer.</summary>
    public string? Visitor { get; private set; }
    /// <summary>Whose visit it is, where the customer has consented to joining; null for all others.</summary>
    public CustomerId? CustomerId { get; private set; }
    public DateTime StartedAt { get; private set; }
    public DateTime LastSeenAt { get; private set; }
    public string? IpAddress { get; private set; }
    public string? Browser { get; private set; }
    public int Views { get; private set; }

    public bool IsFull => Views >= MostViews;

    public static Visit Begin(VisitId id, PageSeen first) => new()
    {
        Id = id,
        Visitor = first.Customer is null ? first.Visitor : null,
        CustomerId = first.Customer,
        StartedAt = first.At,
        LastSeenAt = first.At,
        IpAddress = first.From.IpAddress,
        Browser = first.From.Browser,
    };

    /// <summary>Whether a page belongs to this visit and not to another one.</summary>
    public bool GoesOnWith(PageSeen page) =>
        page.Customer == CustomerId && (CustomerId is not null || page.Visitor == Visitor) && page.From.IpAddress == IpAddress && page.From.Browser == Browser
        && page.At < LastSeenAt + Pause;

    public PageView See(PageSeen page)
    {
        Views++;
        LastSeenAt = page.At > LastSeenAt ? page.At : LastSeenAt;
        return PageView.Of(Id, page);
    }
}

public readonly record struct PageViewId(Guid Value) : IEntityKey<PageViewId>
{
    public static PageViewId From(Guid value) => new(value);
}

/// <summary>A page that was opened during a visit.</summary>
public sealed class PageView
{
    public const int LongestPage = 100;

    private PageView() { }

    public PageViewId Id { get; private set; }
    public VisitId VisitId { get; private set; }
    /// <summary>The address as the program declares it, such as <c>/my/requests/{id}</c>: never what stood in its place, and no query.</summary>
    public string Page { get; private set; } = "";
    public DateTime OpenedAt { get; private set; }
    /// <summary>For how long, up to the next page or until it was left; null where that is not known.</summary>
    public int? Seconds { get; private set; }

    internal static PageView Of(VisitId visit, PageSeen page) =>
        new() { Id = page.Id, VisitId = visit, Page = page.Page.Length > LongestPage ? page.Page[..LongestPage] : page.Page, OpenedAt = page.At };

    /// <summary>The page was left, or hidden; it may be left again later.</summary>
    public void Leave(DateTime at)
    {
        var seconds = (int)Math.Clamp((at - OpenedAt).TotalSeconds, 0, Visit.Pause.TotalSeconds);
        Seconds = Math.Max(Seconds ?? 0, seconds);
    }
}

internal sealed class VisitMapping : IEntityTypeConfiguration<Visit>
{
    public const int LongestIpAddress = 45, LongestBrowser = 40;

    public void Configure(EntityTypeBuilder<Visit> builder)
    {
        builder.ToTable("Visits");
        builder.Property(v => v.Visitor).HasMaxLength(64);
        builder.Property(v => v.IpAddress).HasMaxLength(LongestIpAddress);
        builder.Property(v => v.Browser).HasMaxLength(LongestBrowser);
        builder.Ignore(v => v.IsFull);
        builder.HasIndex(v => new { v.Visitor, v.LastSeenAt });
        builder.HasIndex(v => new { v.CustomerId, v.LastSeenAt });
        builder.HasIndex(v => v.StartedAt);
        builder.HasOne<Customer>().WithMany().HasForeignKey(v => v.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Visits, RowErasure.Delete, v => v.CustomerId);
        builder.Personal(DataCategory.Visits, v => v.StartedAt, v => v.LastSeenAt, v => v.IpAddress, v => v.Browser);
        builder.Portable(v => v.Browser);
        builder.NotPortable("The times of its pages, which go along.", v => v.StartedAt, v => v.LastSeenAt);
        builder.NotPortable("The address of a network, which others share.", v => v.IpAddress);
        builder.NamesNobodyElse("What a browser tells of itself.");
        builder.Secret(v => v.Visitor);
        builder.Technical(v => v.Id, v => v.CustomerId, v => v.Views);
        builder.NeedsNoAudit("The visitor's own doing, which is itself a log.");
    }
}

internal sealed class PageViewMapping : IEntityTypeConfiguration<PageView>
{
    public void Configure(EntityTypeBuilder<PageView> builder)
    {
        builder.ToTable("PageViews");
        builder.Property(v => v.Page).HasMaxLength(PageView.LongestPage);
        builder.HasIndex(v => new { v.VisitId, v.OpenedAt });
        builder.HasOne<Visit>().WithMany().HasForeignKey(v => v.VisitId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Visits, RowErasure.Delete, v => v.VisitId);
        builder.Personal(DataCategory.Visits, v => v.Page, v => v.OpenedAt, v => v.Seconds);
        builder.Portable(v => v.Page, v => v.OpenedAt, v => v.Seconds);
        builder.NamesNobodyElse("The address of a page, without keys.");
        builder.Technical(v => v.Id, v => v.VisitId);
        builder.NeedsNoAudit("The visitor's own doing, which is itself a log.");
    }
}

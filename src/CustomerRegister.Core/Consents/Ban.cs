using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Consents;

public readonly record struct BanId(Guid Value) : IEntityKey<BanId>
{
    public static BanId From(Guid value) => new(value);
}

/// <summary>The uses that a customer may forbid (N7, N33, N42; GDPR Art. 21(2)).</summary>
public enum BanKind
{
    DirectMarketing,
    DistanceSelling,
    MarketResearch,
    OpinionPolls,
    PublicationInLists,
    DisclosureForMarketing,
}

/// <summary>One use forbidden, or allowed again by the customer. Bans are only added; the newest one of a kind holds, at once.</summary>
public sealed class Ban
{
    private Ban() { }

    public BanId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public BanKind Kind { get; private set; }
    public bool Forbidden { get; private set; }
    public DateTime At { get; private set; }
    public Channel Channel { get; private set; }

    /// <param name="newest">When the newest one of the kind was decided: this one is later.</param>
    public static Ban Of(CustomerId customer, BanKind kind, bool forbidden, Channel channel, TimeProvider clock, DateTime? newest = null) => new()
    {
        Id = EntityKey.New<BanId>(clock),
        CustomerId = customer,
        Kind = kind,
        Forbidden = forbidden,
        At = clock.After(newest),
        Channel = channel,
    };

    /// <summary>One that the person brought from another controller: it holds here too, for nobody is worse off by it.</summary>
    internal static Ban Brought(CustomerId customer, BanKind kind, bool forbidden, Channel channel, DateTime at, TimeProvider clock)
    {
        var ban = Of(customer, kind, forbidden, channel, clock);
        ban.At = at;
        return ban;
    }
}

internal sealed class BanMapping : IEntityTypeConfiguration<Ban>
{
    public void Configure(EntityTypeBuilder<Ban> builder)
    {
        builder.HasIndex(b => new { b.CustomerId, b.Kind, b.At });
        builder.HasOne<Customer>().WithMany().HasForeignKey(b => b.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.ConsentsAndBans, RowErasure.Delete, b => b.CustomerId);
        builder.Personal(DataCategory.ConsentsAndBans, b => b.Kind, b => b.Forbidden, b => b.At, b => b.Channel);
        builder.Portable(b => b.Kind, b => b.Forbidden, b => b.At, b => b.Channel);
        builder.Technical(b => b.Id, b => b.CustomerId);
    }
}

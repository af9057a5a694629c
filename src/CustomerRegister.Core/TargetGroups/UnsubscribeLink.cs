using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.TargetGroups;

public readonly record struct UnsubscribeLinkId(Guid Value) : IEntityKey<UnsubscribeLinkId>
{
    public static UnsubscribeLinkId From(Guid value) => new(value);
}

/// <summary>
/// The link in a marketing mail by which its reader forbids the use. It outlives the row of the mail, which goes by a period of its own: whoever finds the mail years later can still
/// forbid. Only the hash of its secret is kept.
/// </summary>
public sealed class UnsubscribeLink
{
    private UnsubscribeLink() { }

    public UnsubscribeLinkId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public BanKind Use { get; private set; }
    public string Hash { get; private set; } = "";

    public static UnsubscribeLink Of(CustomerId customer, BanKind use, string hash, TimeProvider clock) =>
        new() { Id = EntityKey.New<UnsubscribeLinkId>(clock), CustomerId = customer, Use = use, Hash = hash };
}

internal sealed class UnsubscribeLinkMapping : IEntityTypeConfiguration<UnsubscribeLink>
{
    public void Configure(EntityTypeBuilder<UnsubscribeLink> builder)
    {
        builder.Property(l => l.Hash).HasMaxLength(64);
        builder.HasIndex(l => l.Hash).IsUnique();
        builder.HasIndex(l => l.CustomerId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(l => l.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("Part of a mail, whose entry is written in the same transaction.");

        // As long as somebody can be written to, they can forbid it: the link goes with the last address, not with the mails.
        builder.HoldsPersonalData(DataCategory.ContactDetails, RowErasure.Delete, l => l.CustomerId);
        builder.Secret(l => l.Hash);
        builder.Technical(l => l.Id, l => l.CustomerId, l => l.Use);
    }
}

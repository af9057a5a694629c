using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Consents;

public readonly record struct ConsentDecisionId(Guid Value) : IEntityKey<ConsentDecisionId>
{
    public static ConsentDecisionId From(Guid value) => new(value);
}

/// <summary>The way in which a customer's word came.</summary>
public enum Channel
{
    Portal,
    CustomerService,
    Email,
    Phone,
    Letter,
    Counter,
    /// <summary>The link in a mail by which its reader forbids what it was sent for.</summary>
    EmailLink,
}

/// <summary>A consent given or withdrawn (GDPR Art. 7). Decisions are only added; the newest one holds.</summary>
public sealed class ConsentDecision
{
    private ConsentDecision() { }

    public ConsentDecisionId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public PurposeId PurposeId { get; private set; }
    public bool Given { get; private set; }
    public DateTime At { get; private set; }
    public Channel Channel { get; private set; }
    /// <summary>SHA-256 of the purpose's text as it was shown, in hexadecimal: which words were agreed to.</summary>
    public string TextHash { get; private set; } = "";

    /// <param name="newest">When the newest one about the purpose was decided: this one is later.</param>
    public static ConsentDecision Of(CustomerId customer, PurposeId purpose, bool given, Channel channel, string textHash, TimeProvider clock, DateTime? newest = null) => new()
    {
        Id = EntityKey.New<ConsentDecisionId>(clock),
        CustomerId = customer,
        PurposeId = purpose,
        Given = given,
        At = clock.After(newest),
        Channel = channel,
        TextHash = textHash,
    };
}

internal sealed class ConsentDecisionMapping : IEntityTypeConfiguration<ConsentDecision>
{
    public void Configure(EntityTypeBuilder<ConsentDecision> builder)
    {
        builder.Property(d => d.TextHash).HasMaxLength(64);
        builder.HasIndex(d => new { d.CustomerId, d.PurposeId, d.At });
        builder.HasOne<Customer>().WithMany().HasForeignKey(d => d.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Purpose>().WithMany().HasForeignKey(d => d.PurposeId).OnDelete(DeleteBehavior.Restrict);

        builder.HoldsPersonalData(DataCategory.ConsentsAndBans, RowErasure.Delete, d => d.CustomerId);
        builder.Personal(DataCategory.ConsentsAndBans, d => d.PurposeId, d => d.Given, d => d.At, d => d.Channel, d => d.TextHash);
        builder.Portable(d => d.PurposeId, d => d.Given, d => d.At, d => d.Channel);
        builder.NotPortable("Which of the controller's own words it was given to.", d => d.TextHash);
        builder.NamesNobodyElse("A hash.");
        builder.Technical(d => d.Id, d => d.CustomerId);
    }
}

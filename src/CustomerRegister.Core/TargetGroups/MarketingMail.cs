using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.TargetGroups;

public readonly record struct MarketingMailId(Guid Value) : IEntityKey<MarketingMailId>
{
    public static MarketingMailId From(Guid value) => new(value);
}

/// <summary>A mail that went to a target group: the same words to everybody. Who gets it are rows of the outbox.</summary>
public sealed class MarketingMail
{
    /// <summary>In characters.</summary>
    public const int LongestSubject = 150, LongestText = 10_000;

    private MarketingMail() { }

    public MarketingMailId Id { get; private set; }
    /// <summary>What it is sent for: whoever forbids this does not get it.</summary>
    public BanKind Use { get; private set; }
    public Language Language { get; private set; }
    public string Subject { get; private set; } = "";
    public string Text { get; private set; } = "";
    public DateTime At { get; private set; }
    /// <summary>How many could be reached when it was written.</summary>
    public int Recipients { get; private set; }

    public static MarketingMail Of(BanKind use, Language language, string subject, string text, int recipients, TimeProvider clock) => new()
    {
        Id = EntityKey.New<MarketingMailId>(clock),
        Use = use,
        Language = language,
        Subject = subject,
        Text = text,
        Recipients = recipients,
        At = clock.Now(),
    };
}

internal sealed class MarketingMailMapping : IEntityTypeConfiguration<MarketingMail>
{
    public void Configure(EntityTypeBuilder<MarketingMail> builder)
    {
        builder.Property(m => m.Subject).HasMaxLength(MarketingMail.LongestSubject);
        builder.Property(m => m.Text).HasMaxLength(MarketingMail.LongestText);
        builder.HasIndex(m => m.At);
        builder.HoldsNoCustomerData("The controller's own words, the same to everybody.");
    }
}

using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct VisitorRequestId(Guid Value) : IEntityKey<VisitorRequestId>
{
    public static VisitorRequestId From(Guid value) => new(value);
}

/// <summary>A request from the public page that waits for its e-mail address to be verified. It becomes a request with the link, or goes with its time.</summary>
public sealed class VisitorRequest
{
    /// <summary>More than any controller has.</summary>
    private const int MostPurposes = 30;

    private VisitorRequest() { }

    public VisitorRequestId Id { get; private set; }
    public string SecretHash { get; private set; } = "";
    public RequestType Type { get; private set; }
    /// <summary>Whose data it is about.</summary>
    public string Name { get; private set; } = "";
    public Representation? Representation { get; private set; }
    public string? RepresentativeName { get; private set; }
    public EmailAddress Email { get; private set; } = null!;
    public string? Message { get; private set; }
    /// <summary>The keys of the purposes to whose use they object, separated by semicolons; null where they named none.</summary>
    public string? AgainstKeys { get; private set; }
    public Language Language { get; private set; }
    public string Statement { get; private set; } = "";
    public DateTime MadeAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }

    /// <summary>Who acts for the person, with a mandate among the files.</summary>
    public Representative? Representative => Representation is { } representation ? new(representation, RepresentativeName!) : null;

    public IReadOnlyList<PurposeId> Against => AgainstKeys is null ? [] : [.. AgainstKeys.Split(';').Select(key => new PurposeId(Guid.ParseExact(key, "N")))];

    public static VisitorRequest Of(AskAsVisitorCommand asked, string secretHash, TimeSpan lifetime, TimeProvider clock) => new()
    {
        Id = EntityKey.New<VisitorRequestId>(clock),
        SecretHash = secretHash,
        Type = asked.Type,
        Name = asked.Name.Trim(),
        Representation = asked.Representative?.As,
        RepresentativeName = asked.Representative?.Name.Trim(),
        Email = asked.Email,
        Message = string.IsNullOrWhiteSpace(asked.Message) ? null : asked.Message.Trim(),
        AgainstKeys = asked.Type != RequestType.Objection || asked.Against.Count == 0 ? null : string.Join(';', asked.Against.Distinct().Take(MostPurposes).Select(p => p.Value.ToString("N"))),
        Language = asked.Language,
        Statement = asked.Statement,
        MadeAt = clock.Now(),
        ExpiresAt = clock.Now() + lifetime,
    };
}

internal sealed class VisitorRequestMapping : IEntityTypeConfiguration<VisitorRequest>
{
    public void Configure(EntityTypeBuilder<VisitorRequest> builder)
    {
        builder.ToTable("VisitorRequests");
        builder.Property(v => v.SecretHash).HasMaxLength(64);
        builder.Property(v => v.Name).HasMaxLength(FileRequest.LongestName);
        builder.Property(v => v.RepresentativeName).HasMaxLength(FileRequest.LongestName);
        builder.Property(v => v.Email).HasMaxLength(254);
        builder.Property(v => v.Message).HasMaxLength(FileRequest.LongestMessage);
        builder.Property(v => v.Statement).HasMaxLength(2000);
        builder.Property(v => v.AgainstKeys).HasMaxLength(1000);
        builder.Ignore(v => v.Representative);
        builder.Ignore(v => v.Against);
        builder.HasIndex(v => v.SecretHash).IsUnique();
        builder.HasIndex(v => v.ExpiresAt);
        builder.HoldsNoCustomerData("Nobody knows yet who wrote it; it goes within a day, or becomes a request.");
        builder.NeedsNoAudit("Only a verified one is a request, and that has its entry.");
    }
}

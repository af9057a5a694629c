using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct RequestLinkId(Guid Value) : IEntityKey<RequestLinkId>
{
    public static RequestLinkId From(Guid value) => new(value);
}

/// <summary>
/// A link that opens a request once to whoever made it without signing in, mailed to the address that they verified, or that staff took down. Only the hash of its secret is stored. The browser that has used it stays with the
/// request until the stay is over here, however its cookie came to it.
/// </summary>
public sealed class RequestLink
{
    /// <summary>Mail is not read the same day by everybody, nor an answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>For how long at most the browser in which the button was pressed stays with the request.</summary>
    public static readonly TimeSpan LongestStay = TimeSpan.FromHours(2);

    private RequestLink() { }

    public RequestLinkId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public string SecretHash { get; private set; } = "";
    public DateTime MadeAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public DateTime? UsedAt { get; private set; }
    /// <summary>When the person closed the request.</summary>
    public DateTime? EndedAt { get; private set; }

    public static RequestLink Of(RequestId request, string secretHash, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RequestLinkId>(clock),
        RequestId = request,
        SecretHash = secretHash,
        MadeAt = clock.Now(),
        ExpiresAt = clock.Now() + Lifetime,
    };
}

internal sealed class RequestLinkMapping : IEntityTypeConfiguration<RequestLink>
{
    public void Configure(EntityTypeBuilder<RequestLink> builder)
    {
        builder.ToTable("RequestLinks");
        builder.Property(l => l.SecretHash).HasMaxLength(64);
        builder.HasIndex(l => l.SecretHash).IsUnique();
        builder.HasIndex(l => l.RequestId);
        builder.HasIndex(l => l.ExpiresAt);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(l => l.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, l => l.RequestId);
        builder.Personal(DataCategory.Requests, l => l.MadeAt, l => l.ExpiresAt, l => l.UsedAt, l => l.EndedAt);
        builder.NotPortable("What the controller sent.");
        builder.Secret(l => l.SecretHash);
        builder.Technical(l => l.Id, l => l.RequestId);
        builder.NeedsNoAudit("Mailed with what it tells of, which has its entry; what it opens is logged as looked at.");
    }
}

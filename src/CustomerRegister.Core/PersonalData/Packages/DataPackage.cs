using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.PersonalData.Packages;

public readonly record struct DataPackageId(Guid Value) : IEntityKey<DataPackageId>
{
    public static DataPackageId From(Guid value) => new(value);
}

public enum DataPackageKind
{
    /// <summary>All that is held (GDPR Art. 15).</summary>
    Access,

    /// <summary>What the person has given, for another system (GDPR Art. 20).</summary>
    Portability,
}

/// <summary>A ZIP file with a person's data, made for them to download: fixed when it is made, gone when its time is over. What it holds is in its <see cref="DataPackageChunk"/>s.</summary>
public sealed class DataPackage
{
    private DataPackage() { }

    public DataPackageId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public DataPackageKind Kind { get; private set; }
    /// <summary>The request that it answers; null where the person took it by themselves.</summary>
    public RequestId? RequestId { get; private set; }
    /// <summary>In bytes.</summary>
    public long Length { get; private set; }
    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";
    public DateTime MadeAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    /// <summary>When it could be downloaded first; null while what it belongs to is not decided.</summary>
    public DateTime? OfferedAt { get; private set; }
    /// <summary>The controller to whom the person hands it over by a link, as the person wrote it.</summary>
    public string? HandOverTo { get; private set; }
    /// <summary>SHA-256 of the secret of that link.</summary>
    public string? HandOverHash { get; private set; }
    public DateTime? HandOverUntil { get; private set; }
    /// <summary>When the link was used; it works once.</summary>
    public DateTime? HandedOverAt { get; private set; }

    public string FileName => Kind == DataPackageKind.Access ? AccessPackage.FileName : Portability.PortabilityPackage.FileName;

    public static DataPackage Of(DataPackageId id, CustomerId customer, DataPackageKind kind, long length, string hash, DateTime madeAt, TimeSpan lifetime) => new()
    {
        Id = id,
        CustomerId = customer,
        Kind = kind,
        Length = length,
        Hash = hash,
        MadeAt = madeAt,
        ExpiresAt = madeAt + lifetime,
    };

    /// <summary>Lets the person have it; with the request where it answers one.</summary>
    public void Offer(RequestId? request, DateTime now) => (RequestId, OfferedAt) = (request, now);

    /// <summary>Nobody gets it any more.</summary>
    public void End(DateTime now) => ExpiresAt = now < ExpiresAt ? now : ExpiresAt;

    /// <summary>Makes a link by which another controller may fetch it, once. A link that was made before stops working.</summary>
    public void HandOver(string to, string secretHash, DateTime until)
    {
        (HandOverTo, HandOverHash, HandOverUntil) = (to.Trim(), secretHash, until < ExpiresAt ? until : ExpiresAt);
        HandedOverAt = null;
    }
}

/// <summary>A piece of a package, encrypted: short enough to be read and written without holding the whole.</summary>
public sealed class DataPackageChunk
{
    private DataPackageChunk() { }

    public DataPackageId PackageId { get; private set; }
    /// <summary>Counted from one.</summary>
    public int Position { get; private set; }
    public byte[] Content { get; private set; } = [];

    internal static DataPackageChunk Of(DataPackageId package, int position, byte[] content) => new() { PackageId = package, Position = position, Content = content };
}

internal sealed class DataPackageMapping : IEntityTypeConfiguration<DataPackage>
{
    public void Configure(EntityTypeBuilder<DataPackage> builder)
    {
        builder.Property(p => p.Hash).HasMaxLength(64);
        builder.Property(p => p.HandOverTo).HasMaxLength(HandOverPackage.LongestName);
        builder.Property(p => p.HandOverHash).HasMaxLength(64);
        builder.Ignore(p => p.FileName);
        builder.HasIndex(p => new { p.CustomerId, p.Kind, p.MadeAt });
        builder.HasIndex(p => p.RequestId);
        builder.HasIndex(p => p.ExpiresAt);
        builder.HasIndex(p => p.HandOverHash).IsUnique();
        builder.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(p => p.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, p => p.CustomerId);
        builder.Personal(DataCategory.Requests, p => p.Kind, p => p.MadeAt, p => p.ExpiresAt, p => p.HandOverTo, p => p.HandOverUntil, p => p.HandedOverAt);
        builder.NotPortable("The controller's own handling of a right.");
        builder.NamesNobodyElse("Who fetches it, as the person said.");
        builder.Secret(p => p.Hash, p => p.HandOverHash);
        builder.Technical(p => p.Id, p => p.CustomerId, p => p.RequestId, p => p.Length, p => p.OfferedAt);
        builder.NeedsNoAudit("A draft that nobody can get; what offers it to the person has its entry.");
    }
}

internal sealed class DataPackageChunkMapping : IEntityTypeConfiguration<DataPackageChunk>
{
    public void Configure(EntityTypeBuilder<DataPackageChunk> builder)
    {
        builder.HasKey(c => new { c.PackageId, c.Position });
        builder.HasOne<DataPackage>().WithMany().HasForeignKey(c => c.PackageId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, c => c.PackageId);
        // The package holds the other rows once more: it is erased with them, and not reported inside itself.
        builder.Secret(c => c.Content);
        builder.Technical(c => c.PackageId, c => c.Position);
        builder.NeedsNoAudit("Part of a package.");
    }
}

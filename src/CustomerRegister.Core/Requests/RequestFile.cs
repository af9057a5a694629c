using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct RequestFileId(Guid Value) : IEntityKey<RequestFileId>
{
    public static RequestFileId From(Guid value) => new(value);
}

/// <summary>A file of a request, such as the package that answers it: fixed when it is made, gone when it expires.</summary>
public sealed class RequestFile
{
    private RequestFile() { }

    public RequestFileId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public string Name { get; private set; } = "";
    public string ContentType { get; private set; } = "";
    public byte[] Content { get; private set; } = [];
    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";
    public DateTime MadeAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }

    public static RequestFile Of(RequestId request, string name, string contentType, byte[] content, TimeSpan lifetime, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RequestFileId>(clock),
        RequestId = request,
        Name = name,
        ContentType = contentType,
        Content = content,
        Hash = Sha256.Hex(content),
        MadeAt = clock.Now(),
        ExpiresAt = clock.Now() + lifetime,
    };
}

internal sealed class RequestFileMapping : IEntityTypeConfiguration<RequestFile>
{
    public void Configure(EntityTypeBuilder<RequestFile> builder)
    {
        builder.Property(f => f.Name).HasMaxLength(200);
        builder.Property(f => f.ContentType).HasMaxLength(100);
        builder.Property(f => f.Hash).HasMaxLength(64);
        builder.HasIndex(f => f.ExpiresAt);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(f => f.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, f => f.RequestId);
        builder.Personal(DataCategory.Requests, f => f.Name, f => f.MadeAt, f => f.ExpiresAt);
        // The package holds the other rows once more: it is erased with them, and not reported inside itself.
        builder.Secret(f => f.Content, f => f.Hash);
        builder.Technical(f => f.Id, f => f.RequestId, f => f.ContentType);
    }
}

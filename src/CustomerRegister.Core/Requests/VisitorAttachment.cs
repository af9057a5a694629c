using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

/// <summary>A file of a request that waits for its e-mail address to be verified, encrypted as it will stay: it becomes a <see cref="RequestAttachment"/> of the same key, or goes with the rest.</summary>
public sealed class VisitorAttachment
{
    private VisitorAttachment() { }

    public RequestAttachmentId Id { get; private set; }
    public VisitorRequestId VisitorRequestId { get; private set; }
    public AttachmentKind Kind { get; private set; }
    public AttachmentType Type { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>In bytes, before encryption.</summary>
    public int Length { get; private set; }
    public string Hash { get; private set; } = "";
    public byte[] Content { get; private set; } = [];
    public DateTime AddedAt { get; private set; }

    public static VisitorAttachment Of(VisitorRequestId request, AttachmentKind kind, CheckedFile file, RequestKey key, TimeProvider clock)
    {
        var id = EntityKey.New<RequestAttachmentId>(clock);
        return new()
        {
            Id = id,
            VisitorRequestId = request,
            Kind = kind,
            Type = file.Type,
            Name = file.Name,
            Length = file.Content.Length,
            Hash = Sha256.Hex(file.Content),
            Content = key.Encrypt(file.Content, id.Value),
            AddedAt = clock.Now(),
        };
    }
}

internal sealed class VisitorAttachmentMapping : IEntityTypeConfiguration<VisitorAttachment>
{
    public void Configure(EntityTypeBuilder<VisitorAttachment> builder)
    {
        builder.ToTable("VisitorAttachments");
        builder.Property(a => a.Name).HasMaxLength(120);
        builder.Property(a => a.Hash).HasMaxLength(64);
        builder.HasIndex(a => a.VisitorRequestId);
        builder.HasOne<VisitorRequest>().WithMany().HasForeignKey(a => a.VisitorRequestId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Nobody knows yet who sent it; it goes within a day, or becomes a file of a request.");
        builder.NeedsNoAudit("Only a verified request has files, and that has its entry.");
    }
}

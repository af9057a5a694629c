using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct RequestAttachmentId(Guid Value) : IEntityKey<RequestAttachmentId>
{
    public static RequestAttachmentId From(Guid value) => new(value);
}

/// <summary>Which side a message or a file of a request comes from.</summary>
public enum RequestSide
{
    Person,
    Controller,
}

public enum AttachmentKind
{
    /// <summary>What belongs to the matter.</summary>
    Other,

    /// <summary>The signed letter, scanned.</summary>
    Letter,

    /// <summary>By which a representative or a guardian acts.</summary>
    Mandate,

    /// <summary>Proof of identity: destroyed when the check is done.</summary>
    IdentityEvidence,
}

/// <summary>A file that came with a request. Its content is encrypted with <see cref="RequestKey"/>, and is never shown inside a page.</summary>
public sealed class RequestAttachment
{
    /// <summary>In bytes.</summary>
    public const int Largest = 10 * 1024 * 1024;

    private RequestAttachment() { }

    public RequestAttachmentId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public RequestSide From { get; private set; }
    public AttachmentKind Kind { get; private set; }
    public AttachmentType Type { get; private set; }
    /// <summary>Null once it is destroyed: names tell things too.</summary>
    public string? Name { get; private set; }
    /// <summary>In bytes, before encryption.</summary>
    public int Length { get; private set; }
    /// <summary>SHA-256 of what came, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";
    public byte[]? Content { get; private set; }
    public DateTime AddedAt { get; private set; }
    /// <summary>How it came, where staff added what the person sent.</summary>
    public Channel? Channel { get; private set; }
    /// <summary>The day on which it came, where staff added it.</summary>
    public DateOnly? CameOn { get; private set; }
    public DateTime? DestroyedAt { get; private set; }

    /// <summary>A file that was sent before the sender's address was verified. It is encrypted for its key, which stays.</summary>
    public static RequestAttachment Of(RequestId request, VisitorAttachment sent) => new()
    {
        Id = sent.Id,
        RequestId = request,
        From = RequestSide.Person,
        Kind = sent.Kind,
        Type = sent.Type,
        Name = sent.Name,
        Length = sent.Length,
        Hash = sent.Hash,
        Content = sent.Content,
        AddedAt = sent.AddedAt,
    };

    public static RequestAttachment Of(RequestId request, RequestSide from, AttachmentKind kind, CheckedFile file, RequestKey key, TimeProvider clock, CameBy? came = null)
    {
        var id = EntityKey.New<RequestAttachmentId>(clock);
        return new()
        {
            Id = id,
            RequestId = request,
            From = from,
            Kind = kind,
            Type = file.Type,
            Name = file.Name,
            Length = file.Content.Length,
            Hash = Sha256.Hex(file.Content),
            Content = key.Encrypt(file.Content, id.Value),
            AddedAt = clock.Now(),
            Channel = came?.Channel,
            CameOn = came?.On,
        };
    }
}

internal sealed class RequestAttachmentMapping : IEntityTypeConfiguration<RequestAttachment>
{
    public void Configure(EntityTypeBuilder<RequestAttachment> builder)
    {
        builder.ToTable("RequestAttachments");
        builder.Property(a => a.Name).HasMaxLength(120);
        builder.Property(a => a.Hash).HasMaxLength(64);
        builder.HasIndex(a => a.RequestId);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(a => a.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, a => a.RequestId);
        builder.Personal(DataCategory.Requests, a => a.Name, a => a.From, a => a.Kind, a => a.AddedAt, a => a.Channel, a => a.CameOn, a => a.DestroyedAt);
        builder.NotPortable("The person has the file; what they asked goes along with the request.");
        builder.MayNameOthersWhere(a => a.From, RequestSide.Controller, a => a.Name);
        // The person has the file, and downloads it from the request; the report says that it is there.
        builder.Secret(a => a.Content, a => a.Hash);
        builder.Technical(a => a.Id, a => a.RequestId, a => a.Type, a => a.Length);
    }
}

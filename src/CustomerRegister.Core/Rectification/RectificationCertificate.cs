using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Rectification;

public readonly record struct RectificationCertificateId(Guid Value) : IEntityKey<RectificationCertificateId>
{
    public static RectificationCertificateId From(Guid value) => new(value);
}

/// <summary>The secret by which certificates are sealed, so that nobody can alter one in the database unnoticed.</summary>
public sealed class CertificateKey
{
    private readonly byte[] key;

    /// <param name="key">At least 32 bytes.</param>
    public CertificateKey(byte[] key) => this.key = key.Length >= 32 ? key : throw new ArgumentException("The key of certificates has at least 32 bytes.", nameof(key));

    internal string Seal(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}

/// <summary>What the certificate says, frozen as it was issued.</summary>
/// <param name="Person">The name under which the person stood in the register.</param>
/// <param name="Message">What was asked in the person's own words; null where items say it.</param>
/// <param name="Reasons">Why, for the whole; null where each item has its reasons.</param>
public sealed record CertificateContent(string Controller, string Person, long CustomerNumber, long RequestNumber, DateOnly ReceivedOn, string? Message, string? Reasons, IReadOnlyList<CertificateItem> Items)
{
    /// <summary>The grounds in law, for the whole; none where each item has its own.</summary>
    public IReadOnlyList<DecisionGround> Grounds { get; init; } = [];
}

/// <summary>One correction that was refused.</summary>
/// <param name="Ground">That of the person: from what the right value can be seen.</param>
public sealed record CertificateItem(RectifiedField Field, string? Current, string? Proposed, string Ground, string Reasons)
{
    /// <summary>The ground in law on which it was refused.</summary>
    public DecisionGround? RefusalGround { get; init; }
}

/// <summary>
/// The written certificate that a correction was refused and why (N37). Numbered, and verifiable by a code of 100 random bits on a public page that says no more than
/// when, by whom, of which type, and that it is unaltered: the seal is a keyed hash of everything it says.
/// </summary>
public sealed class RectificationCertificate
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private RectificationCertificate() { }

    public RectificationCertificateId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public long Number { get; private set; }
    public DateTime IssuedAt { get; private set; }
    public Guid IssuedBy { get; private set; }
    public Language Language { get; private set; }
    /// <summary><see cref="CertificateContent"/> as JSON.</summary>
    public string ContentText { get; private set; } = "";
    /// <summary>As it is printed: five groups of four.</summary>
    public string Code { get; private set; } = "";
    public string Seal { get; private set; } = "";

    public CertificateContent Content => JsonSerializer.Deserialize<CertificateContent>(ContentText, Json)!;

    public static RectificationCertificate Issue(RequestId request, long number, Guid by, Language language, CertificateContent content, CertificateKey key, TimeProvider clock)
    {
        var certificate = new RectificationCertificate
        {
            Id = EntityKey.New<RectificationCertificateId>(clock),
            RequestId = request,
            Number = number,
            IssuedAt = clock.Now(),
            IssuedBy = by,
            Language = language,
            ContentText = JsonSerializer.Serialize(content, Json),
            Code = CertificateCode.New(),
        };
        certificate.Seal = key.Seal(certificate.Sealed);
        return certificate;
    }

    public bool IsUnaltered(CertificateKey key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal), Encoding.ASCII.GetBytes(key.Seal(Sealed)));

    // Whole microseconds only: no database keeps finer ones.
    private string Sealed => string.Create(CultureInfo.InvariantCulture, $"rectification-refused\n{Number}\n{new DateTime(IssuedAt.Ticks / 10 * 10):yyyy-MM-ddTHH:mm:ss.ffffff}\n{IssuedBy}\n{Language}\n{Code}\n{ContentText}");
}

/// <summary>Codes that people type: capital letters and digits without those that look alike.</summary>
public static class CertificateCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 20, Group = 4;

    public static string New() => Grouped(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>A code as somebody typed it; null if it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var letters = string.Concat((typed ?? "").ToUpperInvariant().Where(c => !char.IsWhiteSpace(c) && c != '-')
            .Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
        return letters.Length == Length && letters.All(Alphabet.Contains) ? Grouped(letters) : null;
    }

    private static string Grouped(string letters) => string.Join('-', letters.Chunk(Group).Select(group => new string(group)));
}

internal sealed class RectificationCertificateMapping : IEntityTypeConfiguration<RectificationCertificate>
{
    public void Configure(EntityTypeBuilder<RectificationCertificate> builder)
    {
        builder.Property(c => c.Code).HasMaxLength(30);
        builder.Property(c => c.Seal).HasMaxLength(64);
        builder.Ignore(c => c.Content);
        builder.HasIndex(c => c.RequestId).IsUnique();
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.Code).IsUnique();
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(c => c.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, c => c.RequestId);
        builder.Personal(DataCategory.Requests, c => c.Number, c => c.IssuedAt, c => c.Language, c => c.ContentText);
        builder.NotPortable("What the controller concluded.");
        builder.MayNameOthersWithin(c => c.ContentText, nameof(CertificateContent.Reasons), $"{nameof(CertificateContent.Items)}.{nameof(CertificateItem.Reasons)}");
        builder.Secret(c => c.Code, c => c.Seal);
        builder.Technical(c => c.Id, c => c.RequestId, c => c.IssuedBy);
    }
}

using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Consents;

public readonly record struct PurposeId(Guid Value) : IEntityKey<PurposeId>
{
    public static PurposeId From(Guid value) => new(value);
}

/// <summary>GDPR Art. 6(1), the points that a controller in business uses.</summary>
public enum LegalBasis
{
    Consent,
    Contract,
    LegalObligation,
    LegitimateInterest,
}

/// <summary>What personal data is processed for, and on which legal basis (N2, N3, N8).</summary>
public sealed class Purpose
{
    private Purpose() { }

    public PurposeId Id { get; private set; }
    /// <summary>Stable name in code, exports and the API.</summary>
    public string Code { get; private set; } = "";
    public LegalBasis Basis { get; private set; }
    public LocalizedText Name { get; private set; } = null!;
    public LocalizedText Description { get; private set; } = null!;
    /// <summary>SHA-256, in hexadecimal, of the words by which consent is asked in each language: what the database compares decisions with.</summary>
    public LocalizedText Hashes { get; private set; } = null!;
    public int Position { get; private set; }
    /// <summary>Of the words and the basis: each change adds a <see cref="PurposeText"/>.</summary>
    public int Version { get; private set; }

    /// <summary>Only what rests on consent is consented to; the rest may be objected to or not at all.</summary>
    public bool AsksConsent => Basis == LegalBasis.Consent;

    /// <summary>The ban that ends the use at once, without anything being weighed (GDPR Art. 21(2) and (3)); null where there is none.</summary>
    public BanKind? Ban => BanPurposes.BanOf(Code);

    /// <summary>Whether the customer may object to the use, and it is weighed (GDPR Art. 21(1)).</summary>
    public bool IsObjectionable => Basis == LegalBasis.LegitimateInterest && Ban is null;

    /// <summary>SHA-256, in hexadecimal, of the words by which consent is asked in a language: name and description, a line each.</summary>
    public string TextHash(Language language) => Hashes.In(language);

    /// <summary>Whether these are the words in which the purpose stands now, in whichever language.</summary>
    public bool IsSaidBy(string? textHash) => Enum.GetValues<Language>().Any(language => TextHash(language) == textHash);

    public static Purpose Of(PurposeId id, string code, LegalBasis basis, int position, LocalizedText name, LocalizedText description) =>
        new() { Id = id, Code = code, Basis = basis, Position = position, Name = name, Description = description, Hashes = HashesOf(name, description), Version = 1 };

    /// <summary>Puts other words or another basis in force.</summary>
    public void Say(LegalBasis basis, LocalizedText name, LocalizedText description) =>
        (Basis, Name, Description, Hashes, Version) = (basis, name, description, HashesOf(name, description), Version + 1);

    private static LocalizedText HashesOf(LocalizedText name, LocalizedText description) =>
        new(HashOf(name.Fi, description.Fi), HashOf(name.Sv, description.Sv), HashOf(name.En, description.En));

    internal static string HashOf(string name, string description) => Sha256.Hex($"{name}\n{description}");
}

internal sealed class PurposeMapping : IEntityTypeConfiguration<Purpose>
{
    public void Configure(EntityTypeBuilder<Purpose> builder)
    {
        builder.Property(p => p.Code).HasMaxLength(60);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.ComplexProperty(p => p.Name);
        builder.ComplexProperty(p => p.Description);
        builder.ComplexProperty(p => p.Hashes);
        builder.Ignore(p => p.AsksConsent);
        builder.Ignore(p => p.Ban);
        builder.Ignore(p => p.IsObjectionable);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HoldsNoCustomerData("Purposes are the controller's own words.");
    }
}

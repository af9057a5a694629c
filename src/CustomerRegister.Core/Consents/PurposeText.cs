using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Consents;

/// <summary>
/// The words and the legal basis of a purpose, as they were from a moment on. Versions are only added: a decision keeps the hash of the words it answered, and
/// here they stand.
/// </summary>
public sealed class PurposeText
{
    private PurposeText() { }

    public PurposeId PurposeId { get; private set; }
    /// <summary>1 for the first.</summary>
    public int Version { get; private set; }
    public DateTime From { get; private set; }
    public LegalBasis Basis { get; private set; }
    public LocalizedText Name { get; private set; } = null!;
    public LocalizedText Description { get; private set; } = null!;

    /// <summary>The words in which the purpose stands now.</summary>
    public static PurposeText Of(Purpose purpose, TimeProvider clock) => new()
    {
        PurposeId = purpose.Id,
        Version = purpose.Version,
        From = clock.Now(),
        Basis = purpose.Basis,
        Name = purpose.Name with { },
        Description = purpose.Description with { },
    };

    /// <summary>The language in which these are the words of the hash; null where they are other words.</summary>
    public Language? LanguageOf(string textHash) =>
        Enum.GetValues<Language>().Where(language => Purpose.HashOf(Name.In(language), Description.In(language)) == textHash).Select(language => (Language?)language).FirstOrDefault();
}

internal sealed class PurposeTextMapping : IEntityTypeConfiguration<PurposeText>
{
    public void Configure(EntityTypeBuilder<PurposeText> builder)
    {
        builder.HasKey(t => new { t.PurposeId, t.Version });
        builder.ComplexProperty(t => t.Name);
        builder.ComplexProperty(t => t.Description);
        builder.HasOne<Purpose>().WithMany().HasForeignKey(t => t.PurposeId).OnDelete(DeleteBehavior.Restrict);
        builder.HoldsNoCustomerData("Purposes are the controller's own words.");
    }
}

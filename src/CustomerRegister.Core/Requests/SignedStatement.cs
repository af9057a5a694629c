using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

/// <summary>The words under which people have signed, each text once, by the hash that their signatures hold: kept so that a signature can be read and checked years later.</summary>
public sealed class SignedStatement
{
    private SignedStatement() { }

    /// <summary>SHA-256 of the text, in hexadecimal.</summary>
    public string Hash { get; private set; } = "";
    public string Text { get; private set; } = "";

    public static SignedStatement Of(string text) => new() { Hash = Sha256.Hex(text), Text = text };
}

internal sealed class SignedStatementMapping : IEntityTypeConfiguration<SignedStatement>
{
    public void Configure(EntityTypeBuilder<SignedStatement> builder)
    {
        builder.ToTable("SignedStatements");
        builder.HasKey(s => s.Hash);
        builder.Property(s => s.Hash).HasMaxLength(64);
        builder.Property(s => s.Text).HasMaxLength(2000);
        builder.HoldsNoCustomerData("The controller's own words, the same for everybody.");
        builder.NeedsNoAudit("Kept with the request that is signed under it, which has its entry.");
    }
}

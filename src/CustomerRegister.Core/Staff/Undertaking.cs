using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Staff;

/// <summary>A version of the confidentiality undertaking that every user signs (N25). Versions are only added.</summary>
public sealed class Undertaking
{
    private Undertaking() { }

    public int Version { get; private set; }
    public DateOnly From { get; private set; }
    public LocalizedText Text { get; private set; } = null!;

    public static Undertaking Of(int version, DateOnly from, LocalizedText text) => new() { Version = version, From = from, Text = text };
}

/// <summary>Who signed which version, when, and in which words.</summary>
public sealed class UndertakingSignature
{
    private UndertakingSignature() { }

    public Guid StaffId { get; private set; }
    public int UndertakingVersion { get; private set; }
    public DateTime SignedAt { get; private set; }
    /// <summary>SHA-256, in hexadecimal, of the text as it was shown.</summary>
    public string TextHash { get; private set; } = "";

    public static UndertakingSignature Of(Guid staff, int version, string shownText, DateTime now) =>
        new() { StaffId = staff, UndertakingVersion = version, SignedAt = now, TextHash = Sha256.Hex(shownText) };
}

internal sealed class UndertakingMapping : IEntityTypeConfiguration<Undertaking>
{
    public void Configure(EntityTypeBuilder<Undertaking> builder)
    {
        builder.HasKey(u => u.Version);
        builder.Property(u => u.Version).ValueGeneratedNever();
        builder.ComplexProperty(u => u.Text);
        builder.HoldsNoCustomerData("The controller's own words.");
    }
}

internal sealed class UndertakingSignatureMapping : IEntityTypeConfiguration<UndertakingSignature>
{
    public void Configure(EntityTypeBuilder<UndertakingSignature> builder)
    {
        builder.HasKey(s => new { s.StaffId, s.UndertakingVersion });
        builder.Property(s => s.TextHash).HasMaxLength(64);
        builder.HasOne<StaffAccount>().WithMany().HasForeignKey(s => s.StaffId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Undertaking>().WithMany().HasForeignKey(s => s.UndertakingVersion).OnDelete(DeleteBehavior.Restrict);
        builder.HoldsNoCustomerData("Staff, not customers.");
    }
}

using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Staff;

/// <summary>The app on a phone that shows a member of staff a new code every half minute.</summary>
public sealed class StaffAuthenticator
{
    private StaffAuthenticator() { }

    public Guid StaffId { get; private set; }
    /// <summary>The shared key, encrypted; null until a first code has proved that the app has it.</summary>
    public string? ProtectedKey { get; private set; }
    /// <summary>A key that is shown but not proved yet, encrypted.</summary>
    public string? ProtectedPendingKey { get; private set; }
    public DateTime? ConfirmedAt { get; private set; }
    /// <summary>The newest half minute whose code was used: neither it nor an older one opens anything again (RFC 6238, section 5.2).</summary>
    public long LastStep { get; private set; }

    public static StaffAuthenticator Of(Guid staff) => new() { StaffId = staff };

    public void Offer(string protectedKey) => ProtectedPendingKey = protectedKey;

    /// <summary>The offered key takes the place of any other.</summary>
    public void Confirm(long step, DateTime now)
    {
        ProtectedKey = ProtectedPendingKey ?? throw new InvalidOperationException("No key was offered.");
        (ProtectedPendingKey, ConfirmedAt, LastStep) = (null, now, step);
    }
}

/// <summary>A code on paper for whoever has lost the phone. Each opens once; only hashes are kept.</summary>
public sealed class StaffRecoveryCode
{
    private StaffRecoveryCode() { }

    public Guid StaffId { get; private set; }
    /// <summary>SHA-256 of the account's key and the code, in hexadecimal. The code has 80 random bits, which no search of hashes finds.</summary>
    public string CodeHash { get; private set; } = "";
    public DateTime? UsedAt { get; private set; }

    public static StaffRecoveryCode Of(Guid staff, string code) => new() { StaffId = staff, CodeHash = HashOf(staff, code) };

    public static string HashOf(Guid staff, string code) => Sha256.Hex($"{staff:N} {code}");
}

internal sealed class StaffAuthenticatorMapping : IEntityTypeConfiguration<StaffAuthenticator>
{
    public void Configure(EntityTypeBuilder<StaffAuthenticator> builder)
    {
        builder.HasKey(a => a.StaffId);
        builder.Property(a => a.ProtectedKey).HasMaxLength(1000);
        builder.Property(a => a.ProtectedPendingKey).HasMaxLength(1000);
        builder.HasOne<StaffAccount>().WithOne().HasForeignKey<StaffAuthenticator>(a => a.StaffId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Staff, not customers.");
        builder.NeedsNoAudit("A key that is only offered changes nothing; its confirmation and its end write their own entry.");
    }
}

internal sealed class StaffRecoveryCodeMapping : IEntityTypeConfiguration<StaffRecoveryCode>
{
    public void Configure(EntityTypeBuilder<StaffRecoveryCode> builder)
    {
        builder.HasKey(c => new { c.StaffId, c.CodeHash });
        builder.Property(c => c.CodeHash).HasMaxLength(64);
        builder.HasOne<StaffAccount>().WithMany().HasForeignKey(c => c.StaffId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Staff, not customers.");
    }
}

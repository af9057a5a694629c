using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Staff;

public readonly record struct StaffInvitationId(Guid Value) : IEntityKey<StaffInvitationId>
{
    public static StaffInvitationId From(Guid value) => new(value);
}

/// <summary>
/// A link that works once before it expires: for an invited member of staff to choose a password, or, without an account,
/// for the first administrator to set the register up.
/// </summary>
public sealed class StaffInvitation
{
    private StaffInvitation() { }

    public StaffInvitationId Id { get; private set; }
    public Guid? StaffId { get; private set; }
    /// <summary>SHA-256 of the link's secret, in hexadecimal.</summary>
    public string SecretHash { get; private set; } = "";
    public DateTime ExpiresAt { get; private set; }
    public DateTime? UsedAt { get; private set; }

    public static StaffInvitation Of(Guid? staff, string secretHash, TimeSpan lifetime, TimeProvider clock) => new()
    {
        Id = EntityKey.New<StaffInvitationId>(clock),
        StaffId = staff,
        SecretHash = secretHash,
        ExpiresAt = clock.Now() + lifetime,
    };

    public bool IsUsable(DateTime now) => UsedAt is null && now < ExpiresAt;

    public void Use(DateTime now) => UsedAt = now;
}

internal sealed class StaffInvitationMapping : IEntityTypeConfiguration<StaffInvitation>
{
    public void Configure(EntityTypeBuilder<StaffInvitation> builder)
    {
        builder.Property(i => i.SecretHash).HasMaxLength(64);
        builder.HasIndex(i => i.SecretHash).IsUnique();
        builder.HasOne<StaffAccount>().WithMany().HasForeignKey(i => i.StaffId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Staff, not customers.");
    }
}

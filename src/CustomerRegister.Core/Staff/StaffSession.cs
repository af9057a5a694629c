using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Staff;

public readonly record struct StaffSessionId(Guid Value) : IEntityKey<StaffSessionId>
{
    public static StaffSessionId From(Guid value) => new(value);
}

/// <summary>By what a member of staff proved who they are.</summary>
public enum StaffSignInMethod
{
    Password,
    /// <summary>The mailed link with which a password was chosen.</summary>
    Link,
    PasswordAndCode,
    PasswordAndRecoveryCode,
    /// <summary>A passkey with the user verified: the device and what unlocks it are two factors.</summary>
    Passkey,
}

/// <summary>One browser in which a member of staff is signed in. The cookie names it; ending it here signs the browser out.</summary>
public sealed class StaffSession
{
    /// <summary>Being seen is written no more often than this, so that reading pages does not write.</summary>
    public static readonly TimeSpan SeenAgainAfter = TimeSpan.FromMinutes(1);

    private StaffSession() { }

    public StaffSessionId Id { get; private set; }
    public Guid StaffId { get; private set; }
    public StaffSignInMethod Method { get; private set; }
    /// <summary>Browser and operating system in a few words, as they call themselves.</summary>
    public string Device { get; private set; } = "";
    public DateTime StartedAt { get; private set; }
    public DateTime LastSeenAt { get; private set; }
    /// <summary>The end that no use puts off.</summary>
    public DateTime EndsAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    public static StaffSession Start(Guid staff, StaffSignInMethod method, string device, TimeSpan longest, TimeProvider clock) => new()
    {
        Id = EntityKey.New<StaffSessionId>(clock),
        StaffId = staff,
        Method = method,
        Device = device.Length > 80 ? device[..80] : device,
        StartedAt = clock.Now(),
        LastSeenAt = clock.Now(),
        EndsAt = clock.Now() + longest,
    };

    /// <summary>Whether more than a password stood at the door.</summary>
    public bool HasSecondFactor => Method is StaffSignInMethod.PasswordAndCode or StaffSignInMethod.PasswordAndRecoveryCode or StaffSignInMethod.Passkey;
}

internal sealed class StaffSessionMapping : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.Property(s => s.Device).HasMaxLength(80);
        builder.HasIndex(s => new { s.StaffId, s.EndsAt });
        builder.HasOne<StaffAccount>().WithMany().HasForeignKey(s => s.StaffId).OnDelete(DeleteBehavior.Cascade);
        builder.HoldsNoCustomerData("Staff, not customers.");
    }
}

using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Portal;

/// <summary>
/// What a customer has been given, or has chosen, to enter the portal with beside mailed links (N15): a password, an authenticator app. The count of wrong guesses
/// stands here too, so that every customer who ever tried has a row.
/// </summary>
public sealed class PortalCredential
{
    private PortalCredential() { }

    public CustomerId CustomerId { get; private set; }
    public string? PasswordHash { get; private set; }
    public DateTime? PasswordSince { get; private set; }
    /// <summary>The key shared with the app, encrypted; null until a first code has proved that the app has it.</summary>
    public string? ProtectedKey { get; private set; }
    /// <summary>A key that is shown but not proved yet, encrypted.</summary>
    public string? ProtectedPendingKey { get; private set; }
    public DateTime? AuthenticatorSince { get; private set; }
    /// <summary>The newest half minute whose code was used: neither it nor an older one opens anything again (RFC 6238, section 5.2).</summary>
    public long LastStep { get; private set; }
    public int FailedAttempts { get; private set; }
    /// <summary>How many times in a row it was locked: each lasts longer.</summary>
    public int Lockouts { get; private set; }
    public DateTime? LockedUntil { get; private set; }

    public static PortalCredential Of(CustomerId customer) => new() { CustomerId = customer };

    public void TakePassword(string hash, DateTime now) => (PasswordHash, PasswordSince) = (hash, now);

    /// <summary>Without a password there is nothing that the app would be the second factor of.</summary>
    public void DropPassword()
    {
        (PasswordHash, PasswordSince) = (null, null);
        DropAuthenticator();
    }

    public void OfferKey(string protectedKey) => ProtectedPendingKey = protectedKey;

    /// <summary>The offered key takes the place of any other.</summary>
    public void ConfirmKey(long step, DateTime now)
    {
        ProtectedKey = ProtectedPendingKey ?? throw new InvalidOperationException("No key was offered.");
        (ProtectedPendingKey, AuthenticatorSince, LastStep) = (null, now, step);
    }

    public void DropAuthenticator() => (ProtectedKey, ProtectedPendingKey, AuthenticatorSince) = (null, null, null);
}

internal sealed class PortalCredentialMapping : IEntityTypeConfiguration<PortalCredential>
{
    public void Configure(EntityTypeBuilder<PortalCredential> builder)
    {
        builder.HasKey(c => c.CustomerId);
        builder.Property(c => c.PasswordHash).HasMaxLength(200);
        builder.Property(c => c.ProtectedKey).HasMaxLength(1000);
        builder.Property(c => c.ProtectedPendingKey).HasMaxLength(1000);
        builder.HasOne<Customer>().WithOne().HasForeignKey<PortalCredential>(c => c.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("A key that is only offered changes nothing; what opens the portal, and what no longer does, writes its own entry.");

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, c => c.CustomerId);
        builder.Personal(DataCategory.PortalUse, c => c.PasswordSince, c => c.AuthenticatorSince);
        builder.NotPortable("How the person proves who they are here, which proves nothing elsewhere.");
        builder.Secret(c => c.PasswordHash, c => c.ProtectedKey, c => c.ProtectedPendingKey);
        builder.Technical(c => c.CustomerId, c => c.LastStep, c => c.FailedAttempts, c => c.Lockouts, c => c.LockedUntil);
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Portal;

public readonly record struct PortalSessionId(Guid Value) : IEntityKey<PortalSessionId>
{
    public static PortalSessionId From(Guid value) => new(value);
}

/// <summary>By what a customer proved who they are.</summary>
public enum SignInMethod
{
    /// <summary>A link in a mail to the address on record, whoever asked for it.</summary>
    InvitationLink,
    MailedCode,
    Password,
    PasswordAndCode,
    /// <summary>A passkey with the user verified: the device and what unlocks it are two factors.</summary>
    Passkey,
    /// <summary>An identity provider that the controller trusts (OpenID Connect).</summary>
    IdentityProvider,
}

/// <summary>Where somebody signs in: what its owner knows again, and no more.</summary>
/// <param name="Device">Browser and operating system in a few words, as they call themselves.</param>
/// <param name="Network">The first part of the network address.</param>
public sealed record SignInPlace(string Device, string Network)
{
    public const int LongestDevice = 80, LongestNetwork = 40;

    public static SignInPlace Unknown { get; } = new("", "");
}

/// <summary>A customer's stay in the portal. The cookie names it; ending it here signs the browser out.</summary>
public sealed class PortalSession
{
    /// <summary>Being seen is written no more often than this, so that reading pages does not write.</summary>
    public static readonly TimeSpan SeenAgainAfter = TimeSpan.FromMinutes(1);

    private PortalSession() { }

    public PortalSessionId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public SignInMethod Method { get; private set; }
    /// <summary>To which address the link or code was mailed that began it, see <see cref="MailedAddress"/>; null for a session begun otherwise, which ends with what it was begun by: see <see cref="DropPortalKeys"/>.</summary>
    public string? MailedTo { get; private set; }
    public string Device { get; private set; } = "";
    public string Network { get; private set; } = "";
    public DateTime StartedAt { get; private set; }
    public DateTime LastSeenAt { get; private set; }
    /// <summary>When the customer last proved who they are: at the door, or again before a sensitive act.</summary>
    public DateTime ProvedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    public static PortalSession Start(CustomerId customer, SignInMethod method, TimeSpan longest, TimeProvider clock, SignInPlace? place = null, string? mailedTo = null) => new()
    {
        Id = EntityKey.New<PortalSessionId>(clock),
        CustomerId = customer,
        Method = method,
        MailedTo = mailedTo,
        Device = Cut(place?.Device ?? "", SignInPlace.LongestDevice),
        Network = Cut(place?.Network ?? "", SignInPlace.LongestNetwork),
        StartedAt = clock.Now(),
        LastSeenAt = clock.Now(),
        ProvedAt = clock.Now(),
        ExpiresAt = clock.Now() + longest,
    };

    public void End(DateTime now) => EndedAt ??= now;

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] : text;
}

internal sealed class PortalSessionMapping : IEntityTypeConfiguration<PortalSession>
{
    public void Configure(EntityTypeBuilder<PortalSession> builder)
    {
        builder.Property(s => s.MailedTo).HasMaxLength(MailedAddress.HashLength);
        builder.Property(s => s.Device).HasMaxLength(SignInPlace.LongestDevice);
        builder.Property(s => s.Network).HasMaxLength(SignInPlace.LongestNetwork);
        builder.HasIndex(s => new { s.CustomerId, s.StartedAt });
        builder.HasOne<Customer>().WithMany().HasForeignKey(s => s.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, s => s.CustomerId);
        builder.Personal(DataCategory.PortalUse, s => s.Method, s => s.Device, s => s.Network, s => s.StartedAt, s => s.LastSeenAt, s => s.ProvedAt, s => s.ExpiresAt, s => s.EndedAt);
        builder.Portable(s => s.Method, s => s.StartedAt, s => s.EndedAt);
        builder.NotPortable("The service's own safeguards.", s => s.Device, s => s.Network, s => s.LastSeenAt, s => s.ProvedAt, s => s.ExpiresAt);
        builder.NamesNobodyElse("What a browser tells of itself.");
        builder.Secret(s => s.MailedTo);
        builder.Technical(s => s.Id, s => s.CustomerId);
    }
}

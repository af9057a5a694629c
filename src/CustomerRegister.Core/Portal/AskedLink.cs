using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Portal;

public readonly record struct AskedLinkId(Guid Value) : IEntityKey<AskedLinkId>
{
    public static AskedLinkId From(Guid value) => new(value);
}

/// <summary>
/// Somebody who is not signed in has asked for links to be mailed to an address. The page only writes this down, the same for every address: neither its answer nor the time that it takes tells
/// who is in the register. A job looks the address up within seconds, and the row goes with what is mailed.
/// </summary>
public sealed class AskedLink
{
    private AskedLink() { }

    public AskedLinkId Id { get; private set; }
    public EmailAddress Email { get; private set; } = null!;
    /// <summary>The secret of the browser that wants to get into the portal; null where the links are to open requests that were made without signing in.</summary>
    public string? BrowserKey { get; private set; }
    public DateTime AskedAt { get; private set; }

    internal static AskedLink Of(EmailAddress email, string? browserKey, TimeProvider clock) =>
        new() { Id = EntityKey.New<AskedLinkId>(clock), Email = email, BrowserKey = browserKey, AskedAt = clock.Now() };
}

internal sealed class AskedLinkMapping : IEntityTypeConfiguration<AskedLink>
{
    public void Configure(EntityTypeBuilder<AskedLink> builder)
    {
        builder.Property(a => a.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(a => a.BrowserKey).HasMaxLength(64);
        builder.HasIndex(a => a.AskedAt);
        builder.HoldsNoCustomerData("Nobody knows yet whose address it is; it goes within seconds.");
        builder.NeedsNoAudit("What is mailed, or that nothing is, has its entry.");
    }
}

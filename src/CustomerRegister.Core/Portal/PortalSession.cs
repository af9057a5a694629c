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

public enum SignInMethod
{
    InvitationLink,
}

/// <summary>A customer's stay in the portal. The cookie names it; ending it here signs the browser out.</summary>
public sealed class PortalSession
{
    private PortalSession() { }

    public PortalSessionId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public SignInMethod Method { get; private set; }
    public DateTime StartedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public DateTime? EndedAt { get; private set; }

    public static PortalSession Start(CustomerId customer, SignInMethod method, TimeSpan longest, TimeProvider clock) => new()
    {
        Id = EntityKey.New<PortalSessionId>(clock),
        CustomerId = customer,
        Method = method,
        StartedAt = clock.Now(),
        ExpiresAt = clock.Now() + longest,
    };

    public void End(DateTime now) => EndedAt ??= now;
}

internal sealed class PortalSessionMapping : IEntityTypeConfiguration<PortalSession>
{
    public void Configure(EntityTypeBuilder<PortalSession> builder)
    {
        builder.HasOne<Customer>().WithMany().HasForeignKey(s => s.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.PortalUse, RowErasure.Delete, s => s.CustomerId);
        builder.Personal(DataCategory.PortalUse, s => s.Method, s => s.StartedAt, s => s.ExpiresAt, s => s.EndedAt);
        builder.Technical(s => s.Id, s => s.CustomerId);
    }
}

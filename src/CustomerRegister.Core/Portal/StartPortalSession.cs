using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Begins a customer's session once a link, code, password or passkey was right (N15).</summary>
public sealed class StartPortalSession(RegisterContext db, PortalAttempts attempts, TimeProvider clock)
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <param name="mailed">The link or code that was used; null where neither was.</param>
    public async Task<PortalSession> Run(CustomerId customer, SignInMethod method, SignInPlace place, CancellationToken ct, PortalInvitation? mailed = null)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var session = PortalSession.Start(customer, method, Longest, clock, place, mailed?.MailedTo);
        var old = clock.Now() - KeptFor;
        await attempts.Clear(customer, ct);
        await db.PortalSessions.Where(s => s.CustomerId == customer && s.StartedAt < old).ExecuteDeleteAsync(ct);
        db.Add(session);
        db.Add(AuditEntry.Of(ActorOf(customer), AuditAction.PortalEntered, clock, customer, session.Id.Value));
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return session;
    }

    internal static Actor ActorOf(CustomerId customer) => new(ActorKind.Customer, customer.Value, "Customer", "own-data");
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Restrictions;

/// <param name="Request">The request by which it came; null where it came otherwise.</param>
public sealed record PlaceRestrictionCommand(CustomerId Customer, RestrictionReason Reason, RequestId? Request = null);

public enum PlaceRestrictionRefusal
{
    CustomerNotFound,
    /// <summary>One for the same reason is in force.</summary>
    InForceAlready,
}

/// <summary>Restricts the processing of a customer's data, from this moment (N39; GDPR Art. 18(1)). Whoever is changing the customer just now must look again.</summary>
public sealed class PlaceRestriction(RegisterContext db, TellRecipients tell, TimeProvider clock)
{
    public async Task<Outcome<Restriction, PlaceRestrictionRefusal>> Run(PlaceRestrictionCommand command, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.HoldCustomers([command.Customer], ct);
        if (!await db.Customers.AnyAsync(c => c.Id == command.Customer, ct))
            return PlaceRestrictionRefusal.CustomerNotFound;
        if (await Add(command, actor, ct) is not { } restriction)
            return PlaceRestrictionRefusal.InForceAlready;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return restriction;
    }

    /// <summary>As <see cref="Run"/>, to be saved by a caller whose transaction holds the customer.</summary>
    /// <returns>Null where one for the same reason is in force.</returns>
    internal async Task<Restriction?> Add(PlaceRestrictionCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.Restrictions.AnyAsync(r => r.CustomerId == command.Customer && r.Reason == command.Reason && r.LiftedAt == null, ct))
            return null;
        var restriction = Restriction.Place(command.Customer, command.Reason, command.Request, clock);
        db.Add(restriction);
        // Whoever got the data is told once, however many reasons there are.
        if (!await db.IsRestricted(command.Customer, ct))
            await tell.Of(command.Customer, RecipientNoticeKind.Restricted, null, null, actor, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.RestrictionPlaced, clock, command.Customer, restriction.Id.Value, nameof(restriction.Reason)));
        // An edit that was begun before it must not be saved after it.
        await db.Customers.Where(c => c.Id == command.Customer).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct);
        return restriction;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

public sealed record RecordDisclosureCommand(CustomerId Customer, RecipientId Recipient, IReadOnlyList<DataCategory> Categories, DateOnly On, DisclosureGround Ground, string? Reference);

public enum RecordDisclosureRefusal
{
    CustomerNotFound,
    /// <summary>There is no such recipient, or nothing is disclosed to it any more.</summary>
    RecipientNotInUse,
    CategoriesMissing,
    InFuture,

    /// <summary>The processing of the customer's data has been restricted since, and the ground is neither a claim nor the law (N39).</summary>
    Restricted,
}

/// <summary>Records that data of a customer was given to a recipient: what, when and on which ground (N17).</summary>
public sealed class RecordDisclosure(RegisterContext db, TellRecipients tell, TimeProvider clock)
{
    public async Task<Outcome<RecipientId, RecordDisclosureRefusal>> Run(RecordDisclosureCommand command, Actor actor, CancellationToken ct)
    {
        List<DataCategory> categories = [.. command.Categories.Where(Disclosure.Categories.Contains).Distinct().Order()];
        if (categories.Count == 0)
            return RecordDisclosureRefusal.CategoriesMissing;
        if (command.On > clock.Today())
            return RecordDisclosureRefusal.InFuture;
        if (await db.Recipients.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Recipient && r.ClosedOn == null, ct) is not { } recipient)
            return RecordDisclosureRefusal.RecipientNotInUse;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever is erased at this moment would go without the recipient's being told.
        await db.HoldCustomers([command.Customer], ct);
        if (!await db.Customers.AnyAsync(c => c.Id == command.Customer, ct))
            return RecordDisclosureRefusal.CustomerNotFound;
        // What was given before is recorded as it was.
        if (!command.Ground.HoldsWhileRestricted() && await RestrictedSince(command.Customer, ct) is { } restricted && command.On >= HelsinkiTime.DayOf(restricted))
            return RecordDisclosureRefusal.Restricted;
        db.AddRange(categories.Select(category => Disclosure.Of(command.Customer, recipient, category, command.On, command.Ground, command.Reference, clock)));
        db.Add(AuditEntry.Of(actor, AuditAction.DisclosureRecorded, clock, command.Customer, recipient.Id.Value, categories.Select(c => c.ToString())));
        await db.SaveChangesAsync(ct);
        if (await NotKnowsOfRestriction(command.Customer, recipient.Id, ct))
        {
            await tell.Of(command.Customer, RecipientNoticeKind.Restricted, null, null, actor, ct, recipient.Id);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return recipient.Id;
    }

    /// <summary>Whether the data is not to be used, and the recipient has not been told: what it got is recorded only now.</summary>
    private async Task<bool> NotKnowsOfRestriction(CustomerId customer, RecipientId recipient, CancellationToken ct) =>
        await RestrictedSince(customer, ct) is { } since
        && !await db.RecipientNotices.AnyAsync(n => n.CustomerId == customer && n.RecipientId == recipient && n.Kind == RecipientNoticeKind.Restricted && n.MadeAt >= since, ct);

    private Task<DateTime?> RestrictedSince(CustomerId customer, CancellationToken ct) =>
        db.Restrictions.Where(r => r.CustomerId == customer && r.LiftedAt == null).MinAsync(r => (DateTime?)r.Since, ct);
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Mail;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Restrictions;

public enum LiftRestrictionRefusal
{
    NotFound,
    LiftedAlready,
    /// <summary>Nobody has told the person yet, or the mail that does has not left (GDPR Art. 18(3)).</summary>
    PersonNotTold,
    ChangedMeanwhile,
}

/// <summary>Lifts a restriction of which the person has been told that it will be lifted.</summary>
public sealed class LiftRestriction(RegisterContext db, TellRecipients tell, TimeProvider clock)
{
    public async Task<Outcome<Restriction, LiftRestrictionRefusal>> Run(CustomerId customer, RestrictionId id, Actor actor, CancellationToken ct)
    {
        if (await db.Restrictions.SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == customer, ct) is not { } restriction)
            return LiftRestrictionRefusal.NotFound;
        if (!restriction.IsInForce)
            return LiftRestrictionRefusal.LiftedAlready;
        var mail = await db.OutgoingEmails.Where(m => m.Id == restriction.NoticeMailId).Select(m => (EmailState?)m.State).SingleOrDefaultAsync(ct);
        if (!restriction.IsTold(mail))
            return LiftRestrictionRefusal.PersonNotTold;

        restriction.Lift(mail, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.RestrictionLifted, clock, customer, id.Value));
        if (!await db.Restrictions.AnyAsync(r => r.CustomerId == customer && r.Id != id && r.LiftedAt == null, ct))
            await tell.Of(customer, RecipientNoticeKind.RestrictionLifted, null, null, actor, ct);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.SaveChangesAsync(ct);
            await db.ForgetUnconsentedVisits(customer, ct);
            await transaction.CommitAsync(ct);
            return restriction;
        }
        catch (DbUpdateConcurrencyException)
        {
            return LiftRestrictionRefusal.ChangedMeanwhile;
        }
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Restrictions;

/// <param name="PostedOn">The day on which the letter was posted; counts for a letter only.</param>
/// <param name="Words">Why it is lifted, as the person is told.</param>
public sealed record TellOfLiftingCommand(CustomerId Customer, RestrictionId Restriction, RestrictionNotice By, DateOnly? PostedOn, string? Words);

public enum TellOfLiftingRefusal
{
    NotFound,
    LiftedAlready,
    WordsMissing,
    /// <summary>There is no e-mail address on record.</summary>
    NoEmail,
    PostedOnMissing,
    InFuture,
    ChangedMeanwhile,
}

/// <summary>Tells the person that a restriction is about to be lifted, which must come first (N39; GDPR Art. 18(3)). The mail says where the reason can be read.</summary>
public sealed class TellOfLifting(RegisterContext db, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    public async Task<Outcome<Restriction, TellOfLiftingRefusal>> Run(TellOfLiftingCommand command, Actor actor, CancellationToken ct)
    {
        if (WrittenText.Lines(command.Words) is not { } words)
            return TellOfLiftingRefusal.WordsMissing;
        if (command.By == RestrictionNotice.Letter && command.PostedOn is null)
            return TellOfLiftingRefusal.PostedOnMissing;
        if (command.By == RestrictionNotice.Letter && command.PostedOn > clock.Today())
            return TellOfLiftingRefusal.InFuture;
        var restriction = await db.Restrictions.SingleOrDefaultAsync(r => r.Id == command.Restriction && r.CustomerId == command.Customer, ct);
        var person = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == command.Customer, ct);
        if (restriction is null || person is null)
            return TellOfLiftingRefusal.NotFound;
        if (!restriction.IsInForce)
            return TellOfLiftingRefusal.LiftedAlready;

        if (command.By == RestrictionNotice.Letter)
        {
            restriction.TellByLetter(command.PostedOn!.Value, words);
        }
        else
        {
            if (person.Email is not { } email)
                return TellOfLiftingRefusal.NoEmail;
            var mail = OutgoingEmail.To(email, person.Id, person.Language,
                MailTexts.In(person.Language, "RestrictionLifting.Subject", controller.RegisterName),
                MailTexts.In(person.Language, "RestrictionLifting.Body", controller.Name, address.Link("/my"), controller.ContactLine), clock);
            db.Add(mail);
            restriction.TellByMail(mail.Id, words);
        }

        db.Add(AuditEntry.Of(actor, AuditAction.RestrictionNoticeMade, clock, person.Id, restriction.Id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return TellOfLiftingRefusal.ChangedMeanwhile;
        }

        return restriction;
    }
}

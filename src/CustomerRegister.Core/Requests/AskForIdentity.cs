using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum AskForIdentityRefusal
{
    RequestNotFound,

    /// <summary>It has been asked for or established, or the request is decided.</summary>
    NotToBeAsked,
}

/// <param name="Mailed">False when no e-mail address is on record: the person must be asked in another way.</param>
public sealed record IdentityAsked(bool Mailed);

/// <summary>
/// Asks for proof of identity where there are reasonable doubts about it (GDPR Art. 12(6)). The clock stands still until it comes.
/// </summary>
public sealed class AskForIdentity(RegisterContext db, TimeProvider clock, ControllerDetails controller)
{
    public async Task<Outcome<IdentityAsked, AskForIdentityRefusal>> Run(RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return AskForIdentityRefusal.RequestNotFound;
        if (request.State != RequestState.Received)
            return AskForIdentityRefusal.NotToBeAsked;

        request.AskForIdentity(clock.Today());
        var email = request.CustomerId is null ? request.ApplicantEmail : await db.Customers.Where(c => c.Id == request.CustomerId).Select(c => c.Email).SingleOrDefaultAsync(ct);
        if (email is not null)
        {
            db.Add(OutgoingEmail.To(email, request.CustomerId, request.Language,
                MailTexts.In(request.Language, "IdentityAsked.Subject", controller.RegisterName),
                MailTexts.In(request.Language, "IdentityAsked.Body", request.Number, controller.Name, controller.ContactLine),
                clock).About(request.Id));
        }

        db.Add(AuditEntry.Of(actor, AuditAction.IdentityAsked, clock, request.CustomerId, request.Id.Value));
        await db.SaveChangesAsync(ct);
        return new IdentityAsked(email is not null);
    }
}

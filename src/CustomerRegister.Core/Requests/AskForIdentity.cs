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

/// <param name="Mailed">False when no e-mail address is on record: the letter that asks must be sent.</param>
/// <param name="ClockStands">False when the time limit had run out before.</param>
public sealed record IdentityAsked(bool Mailed, bool ClockStands);

/// <summary>
/// Asks for proof of identity where there are reasonable doubts about it (GDPR Art. 12(6)). The clock stands still until it comes; what is late already stays late.
/// </summary>
public sealed class AskForIdentity(RegisterContext db, TimeProvider clock, TellRequester tell, ControllerDetails controller)
{
    public Task<Outcome<IdentityAsked, AskForIdentityRefusal>> Run(RequestId id, Actor actor, CancellationToken ct) => db.Weighed(() => Ask(id, actor, ct));

    private async Task<Outcome<IdentityAsked, AskForIdentityRefusal>> Ask(RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return AskForIdentityRefusal.RequestNotFound;
        if (request.State != RequestState.Received)
            return AskForIdentityRefusal.NotToBeAsked;

        request.AskForIdentity(clock.Today());
        var stands = request.ClockStands ? MailTexts.In(request.Language, "IdentityAsked.ClockStands") + "\n\n" : "";
        var mailed = await tell.Run(request, "IdentityAsked", link => [request.Number, controller.Name, controller.ContactLine, link, stands], ct);
        if (!mailed)
            db.Add(RequestLetter.Of(request.Id, request.Language, StepLetter.Identity(request, controller), clock));
        db.Add(AuditEntry.Of(actor, AuditAction.IdentityAsked, clock, request.CustomerId, request.Id.Value));
        await db.SaveChangesAsync(ct);
        return new IdentityAsked(mailed, request.ClockStands);
    }
}

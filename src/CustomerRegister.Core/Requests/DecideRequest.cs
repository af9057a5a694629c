using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Grant">Or refuse.</param>
/// <param name="Reasons">What the person is told. A refusal needs it; so does granting what is done by hand.</param>
public sealed record DecideRequestCommand(RequestId Request, bool Grant, string? Reasons);

public enum DecideRequestRefusal
{
    RequestNotFound,
    NotPermitted,
    IdentityNotEstablished,
    AlreadyDecided,

    /// <summary>A refusal without reasons is none (GDPR Art. 12(4)).</summary>
    ReasonsMissing,

    /// <summary>The person has been erased since: there is nothing to answer with.</summary>
    PersonGone,
}

/// <summary>
/// Decides a data subject's request. Granting access makes the package of all that is held and keeps it for the person to download; granting erasure
/// has it carried out after the cooling-off time. The other rights are carried out by hand so far, and what was done is told in the reasons.
/// </summary>
public sealed class DecideRequest(RegisterContext db, TimeProvider clock, AccessPackage package, ErasureCoolingOff coolingOff, PublicAddress address, ControllerDetails controller)
{
    public const int LongestReasons = 4000;

    /// <summary>How long an answer can be downloaded.</summary>
    public static readonly TimeSpan AnswerLifetime = TimeSpan.FromDays(30);

    /// <summary>Must the person be told more than the bare decision?</summary>
    public static bool NeedsReasons(RequestType type, bool grant) => !grant || type is not (RequestType.Access or RequestType.Erasure);

    public async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Run(DecideRequestCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request, ct);
        if (request is null)
            return DecideRequestRefusal.RequestNotFound;
        if (actor.Id is not { } decider || await db.Users.SingleOrDefaultAsync(u => u.Id == decider, ct) is not { } account
            || !account.Holds(DecisionRight.Needed(request.Type)))
            return DecideRequestRefusal.NotPermitted;
        if (!request.IsOpen)
            return DecideRequestRefusal.AlreadyDecided;
        if (request.State != RequestState.InHand)
            return DecideRequestRefusal.IdentityNotEstablished;
        if (NeedsReasons(request.Type, command.Grant) && string.IsNullOrWhiteSpace(command.Reasons))
            return DecideRequestRefusal.ReasonsMissing;
        var person = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CustomerId, ct);
        if (person is null)
            return DecideRequestRefusal.PersonGone;

        if (command.Grant)
        {
            if (request.Type == RequestType.Access)
                db.Add(RequestFile.Of(request.Id, AccessPackage.FileName, AccessPackage.ContentType, await package.Build(request, ct), AnswerLifetime, clock));
            if (request.Type == RequestType.Erasure)
                db.Add(RequestedErasure.Approve(request.Id, person.Id, clock.Now(), TimeSpan.FromDays(coolingOff.Days)));
            request.Grant(decider, command.Reasons, clock.Now());
        }
        else
        {
            request.Refuse(decider, command.Reasons!, clock.Now());
        }

        if (person.Email is { } email)
        {
            db.Add(OutgoingEmail.To(email, person.Id, request.Language,
                MailTexts.In(request.Language, "RequestAnswered.Subject", controller.RegisterName),
                MailTexts.In(request.Language, "RequestAnswered.Body", request.Number, address.Link("/my/requests"), controller.Name),
                clock));
        }

        db.Add(AuditEntry.Of(actor, command.Grant ? AuditAction.RequestGranted : AuditAction.RequestRefused, clock, person.Id, request.Id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else pressed first.
            return DecideRequestRefusal.AlreadyDecided;
        }

        return request;
    }
}

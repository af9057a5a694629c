using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Reasons">What the person is told. A refusal needs it; so does granting what is done by hand.</param>
public sealed record DecideRequestCommand(RequestId Request, RequestDecision Decision, string? Reasons);

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

    /// <summary>A request of this type cannot be decided so.</summary>
    NotSuchDecision,

    /// <summary>A request for correction is decided item by item: see <see cref="Rectification.DecideRectification"/>.</summary>
    ItemsUndecided,

    /// <summary>What is to be corrected is no longer there.</summary>
    DetailGone,

    /// <summary>The address is protected, and whoever decides may not see it.</summary>
    AddressProtected,
}

/// <summary>Decides a data subject's request, by a person (N31), and tells the one who made it. What the decision does is said by the <see cref="Right"/>.</summary>
public sealed class DecideRequest(RegisterContext db, TimeProvider clock, AllRights rights, PublicAddress address, ControllerDetails controller)
{
    public const int LongestReasons = 4000;

    /// <summary>How long an answer can be downloaded.</summary>
    public static readonly TimeSpan AnswerLifetime = TimeSpan.FromDays(30);

    public async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Run(DecideRequestCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request, ct);
        if (request is null)
            return DecideRequestRefusal.RequestNotFound;
        var right = rights[request.Type];
        if (actor.Id is not { } decider || await db.Users.SingleOrDefaultAsync(u => u.Id == decider, ct) is not { } account || !account.Holds(right.DecidedWith))
            return DecideRequestRefusal.NotPermitted;
        if (!request.IsOpen)
            return DecideRequestRefusal.AlreadyDecided;
        if (request.State != RequestState.InHand)
            return DecideRequestRefusal.IdentityNotEstablished;
        if (!right.Decisions.Contains(command.Decision))
            return DecideRequestRefusal.NotSuchDecision;
        if (right.NeedsReasons(command.Decision) && string.IsNullOrWhiteSpace(command.Reasons))
            return DecideRequestRefusal.ReasonsMissing;
        var person = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CustomerId, ct);
        if (person is null)
            return DecideRequestRefusal.PersonGone;

        var inHand = new RequestInHand(request, person, actor) { Reasons = command.Reasons };
        var isRefused = command.Decision == RequestDecision.Refuse;
        if ((isRefused ? await right.OnRefused(inHand, ct) : await right.OnGranted(inHand, command.Decision, ct)) is { } refusal)
            return refusal;
        request.Decide(command.Decision, decider, command.Reasons, clock.Now());

        if (person.Email is { } email)
        {
            db.Add(OutgoingEmail.To(email, person.Id, request.Language,
                MailTexts.In(request.Language, "RequestAnswered.Subject", controller.RegisterName),
                MailTexts.In(request.Language, "RequestAnswered.Body", request.Number, address.Link("/my/requests"), controller.Name),
                clock));
        }

        db.Add(AuditEntry.Of(actor, isRefused ? AuditAction.RequestRefused : AuditAction.RequestGranted, clock, person.Id, request.Id.Value));
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

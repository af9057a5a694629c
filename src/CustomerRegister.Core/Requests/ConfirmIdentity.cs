using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public sealed record ConfirmIdentityCommand(RequestId Request, IdentityMethod Method)
{
    /// <summary>The day on which the proof that was asked for came, from which the clock goes on. It must be said while it is waited for; else null leaves the day as it is known.</summary>
    public DateOnly? ProofCameOn { get; init; }
}

public enum ConfirmIdentityRefusal
{
    RequestNotFound,
    AlreadyEstablished,

    /// <summary>Only a request that was filed in the portal comes from someone who was signed in there.</summary>
    NotFiledInPortal,

    /// <summary>Proof is waited for, so it must be said on which day it came.</summary>
    ProofDayMissing,

    /// <summary>Proof comes on a day between the asking and today, and not after the day that is recorded.</summary>
    ProofDayWrong,
}

/// <summary>Records how it was established that the request comes from the person; then it can be decided. The person is told by mail, and by when the answer comes.</summary>
public sealed class ConfirmIdentity(RegisterContext db, DestroyEvidence destroy, TakeBackProposal takeBack, BeginRight begin, RecordAskedBans bans, MergeRequests merge, TellRequester tell, ControllerDetails controller, TimeProvider clock)
{
    /// <summary>The ways that suit a request.</summary>
    public static IEnumerable<IdentityMethod> MethodsFor(Channel channel) =>
        Enum.GetValues<IdentityMethod>().Where(method => method != IdentityMethod.PortalSignIn || channel == Channel.Portal);

    public Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Run(ConfirmIdentityCommand command, Actor actor, CancellationToken ct) => db.Weighed(() => Confirm(command, actor, ct));

    private async Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Confirm(ConfirmIdentityCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request, ct);
        if (request is null)
            return ConfirmIdentityRefusal.RequestNotFound;
        if (request.State is not (RequestState.Received or RequestState.WaitingForIdentity))
            return ConfirmIdentityRefusal.AlreadyEstablished;
        if (!MethodsFor(request.Channel).Contains(command.Method))
            return ConfirmIdentityRefusal.NotFiledInPortal;

        var today = clock.Today();
        if (request.State == RequestState.WaitingForIdentity && command.ProofCameOn is null)
            return ConfirmIdentityRefusal.ProofDayMissing;
        if (command.ProofCameOn is { } came && !request.ProofMayHaveCome(came, today))
            return ConfirmIdentityRefusal.ProofDayWrong;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (request.CustomerId is { } person)
            await db.HoldCustomers([person], ct);
        await takeBack.Run(request, actor, ct);
        if (command.ProofCameOn is { } on)
            request.ReceiveProof(on, today);
        request.ConfirmIdentity(command.Method, actor.Kind == ActorKind.Staff ? actor.Id : null, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.IdentityConfirmed, clock, request.CustomerId, request.Id.Value, nameof(request.IdentityCheckedBy)));
        await begin.Run(request, actor, ct);
        await destroy.Run(request, actor, ct);
        await db.SaveChangesAsync(ct);
        // Bans first: they hold whatever becomes of the request, and what asks for nothing else is answered with them, by itself.
        await bans.Run(request, actor, ct);
        await merge.Run(request, actor, ct);
        var goesOn = request.MergedInto is { } first ? await db.Requests.SingleAsync(r => r.Id == first, ct) : request;
        if (goesOn.IsOpen)
            await Tell(goesOn, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    /// <summary>Of two requests that became one, about the one that goes on.</summary>
    private Task<bool> Tell(DataSubjectRequest request, CancellationToken ct)
    {
        var deadline = MailTexts.Day(request.DeadlineOn, request.Language);
        var until = MailTexts.In(request.Language, request.DeadlineOn < clock.Today() ? "IdentityEstablished.Late" : "IdentityEstablished.By", deadline);
        return tell.Run(request, "IdentityEstablished", link => [request.Number, until, link, controller.Name], ct);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public sealed record ConfirmIdentityCommand(RequestId Request, IdentityMethod Method);

public enum ConfirmIdentityRefusal
{
    RequestNotFound,
    AlreadyEstablished,

    /// <summary>Only a request that was filed in the portal comes from someone who was signed in there.</summary>
    NotFiledInPortal,
}

/// <summary>Records how it was established that the request comes from the person; then it can be decided.</summary>
public sealed class ConfirmIdentity(RegisterContext db, TimeProvider clock)
{
    /// <summary>The ways that suit a request.</summary>
    public static IEnumerable<IdentityMethod> MethodsFor(Channel channel) =>
        Enum.GetValues<IdentityMethod>().Where(method => method != IdentityMethod.PortalSignIn || channel == Channel.Portal);

    public async Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Run(ConfirmIdentityCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request, ct);
        if (request is null)
            return ConfirmIdentityRefusal.RequestNotFound;
        if (request.State is not (RequestState.Received or RequestState.WaitingForIdentity))
            return ConfirmIdentityRefusal.AlreadyEstablished;
        if (!MethodsFor(request.Channel).Contains(command.Method))
            return ConfirmIdentityRefusal.NotFiledInPortal;

        request.ConfirmIdentity(command.Method, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.IdentityConfirmed, clock, request.CustomerId, request.Id.Value, nameof(request.IdentityCheckedBy)));
        await db.SaveChangesAsync(ct);
        return request;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests.Rights;

namespace CustomerRegister.Requests;

/// <summary>
/// Takes a decision back that waits for its confirmation: a second person disagrees, or something happened that whoever decided did not know. Everything that makes it fall calls this before it
/// changes the request.
/// </summary>
public sealed class TakeBackProposal(RegisterContext db, AllRights rights, TimeProvider clock)
{
    /// <summary>Saved by the caller. Does nothing where none waits.</summary>
    /// <param name="person">Whose the request is found to be; null for whose it is.</param>
    internal async Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct, CustomerId? person = null)
    {
        if (request.Proposal is null)
            return;
        request.ReturnProposal();
        await rights[request.Type].OnReturned(request, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.DecisionReturned, clock, person ?? request.CustomerId, request.Id.Value));
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Lets a request of somebody who was not signed in do what its right does when it is filed, such as restrict: once it is known whose it is and that it is theirs, whichever is found out last. On a
/// stranger's word nothing of a customer's is restricted, and no recipient is told.
/// </summary>
public sealed class BeginRight(RegisterContext db, AllRights rights)
{
    /// <summary>To be called in a transaction that holds the customer, and saved after.</summary>
    internal async Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        // Who was erased meanwhile is not there: then the request has changed too, and is not saved.
        if (request is { ApplicantName: not null, IdentityCheckedAt: not null, CustomerId: { } id } && await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is { } person)
            await rights[request.Type].OnFiled(new(request, person, actor), ct);
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum WithdrawRequestRefusal
{
    /// <summary>The customer has no such request.</summary>
    RequestNotFound,

    /// <summary>It has been answered, or withdrawn before.</summary>
    NoLongerOpen,
}

/// <summary>A customer takes back a request of their own. The owner is part of the condition: another's request is not there.</summary>
public sealed class WithdrawRequest(RegisterContext db, TimeProvider clock, AllRights rights)
{
    public async Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> Run(CustomerId customer, RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == customer, ct);
        if (request is null)
            return WithdrawRequestRefusal.RequestNotFound;
        if (!request.IsOpen)
            return WithdrawRequestRefusal.NoLongerOpen;

        request.Withdraw(clock.Now());
        var person = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer, ct);
        await rights[request.Type].OnWithdrawn(new(request, person, actor), ct);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestWithdrawn, clock, customer, id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was answered at the same moment.
            return WithdrawRequestRefusal.NoLongerOpen;
        }

        return request;
    }
}

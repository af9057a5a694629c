using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum WithdrawRequestRefusal
{
    /// <summary>The customer has no such request.</summary>
    RequestNotFound,

    /// <summary>It has been answered, or withdrawn before.</summary>
    NoLongerOpen,
}

/// <summary>
/// A customer takes back a request of their own, and with it the restriction that it alone had caused (N39). The owner is part of the condition: another's request is
/// not there. The mail about it tells the person too where somebody else has done it.
/// </summary>
public sealed class WithdrawRequest(RegisterContext db, EndRestriction endRestriction, PublicAddress address, ControllerDetails controller, TimeProvider clock)
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
        var ends = await endRestriction.Run(request, actor, ct);
        if (person.Email is { } email)
        {
            db.Add(OutgoingEmail.To(email, customer, request.Language,
                MailTexts.In(request.Language, "RequestWithdrawn.Subject", controller.RegisterName),
                MailTexts.In(request.Language, ends ? "RequestWithdrawn.BodyRestriction" : "RequestWithdrawn.Body", request.Number, address.Link("/my/requests"), controller.Name),
                clock).About(id));
        }

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

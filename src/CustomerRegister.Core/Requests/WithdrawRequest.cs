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
/// Whoever made a request takes it back, and with it the restriction that it alone had caused (N39). The owner is part of the condition: another's request is
/// not there. The mail about it tells the person too where somebody else has done it.
/// </summary>
public sealed class WithdrawRequest(RegisterContext db, EndRestriction endRestriction, DestroyEvidence destroy, TellRequester tell, ControllerDetails controller, TimeProvider clock)
{
    public Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> Run(CustomerId customer, RequestId id, Actor actor, CancellationToken ct) =>
        Withdraw(db.Requests.Where(r => r.Id == id && r.CustomerId == customer), actor, ct);

    /// <summary>By whoever asked without signing in, to whom a link has opened the request.</summary>
    public Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> ByVisitor(RequestId id, CancellationToken ct) =>
        Withdraw(db.Requests.Where(r => r.Id == id && r.ApplicantEmail != null), FollowRequest.Visitor, ct);

    private async Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> Withdraw(IQueryable<DataSubjectRequest> own, Actor actor, CancellationToken ct)
    {
        var request = await own.Include(r => r.Pauses).SingleOrDefaultAsync(ct);
        if (request is null)
            return WithdrawRequestRefusal.RequestNotFound;
        if (!request.IsOpen)
            return WithdrawRequestRefusal.NoLongerOpen;

        request.Withdraw(clock.Now());
        var restriction = await endRestriction.Run(request, actor, ct) ? MailTexts.In(request.Language, "RequestWithdrawn.Restriction") + "\n\n" : "";
        await tell.Run(request, "RequestWithdrawn", link => [request.Number, link, controller.Name, restriction], ct);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestWithdrawn, clock, request.CustomerId, request.Id.Value));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await destroy.Run(request, actor, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was answered at the same moment.
            return WithdrawRequestRefusal.NoLongerOpen;
        }

        return request;
    }
}

using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum UnmatchRequestRefusal
{
    RequestNotFound,

    /// <summary>It was made by the customer, it is established that it is theirs, or it is answered.</summary>
    Settled,
}

/// <summary>
/// Staff see that a request is not of the customer with whom it was matched (<see cref="MatchRequest"/>): whose it is, is open again. What was prepared with that customer's data goes.
/// </summary>
public sealed class UnmatchRequest(RegisterContext db, TakeBackProposal takeBack, EndRestriction endRestriction, TimeProvider clock)
{
    public Task<Outcome<DataSubjectRequest, UnmatchRequestRefusal>> Run(RequestId id, Actor actor, CancellationToken ct) => db.Weighed(() => Unmatch(id, actor, ct));

    private async Task<Outcome<DataSubjectRequest, UnmatchRequestRefusal>> Unmatch(RequestId id, Actor actor, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request)
            return UnmatchRequestRefusal.RequestNotFound;
        if (request is not { IsOpen: true, MayBeAnothers: true })
            return UnmatchRequestRefusal.Settled;
        await Part(request, actor, ct);
        await db.SaveChangesAsync(ct);
        return request;
    }

    /// <summary>Of customers who are erased: an open request that may be another's stays as it is, and is nobody's again. To be saved by the caller, before the rest of theirs goes.</summary>
    internal async Task Of(IReadOnlyCollection<CustomerId> customers, Actor actor, CancellationToken ct)
    {
        if (customers.Count == 0)
            return;
        var open = await db.Requests.Include(r => r.Pauses).Where(r => r.CustomerId != null && EF.Parameter(customers).Contains(r.CustomerId.Value) && DataSubjectRequest.OpenStates.Contains(r.State)).ToListAsync(ct);
        foreach (var request in open.FindAll(r => r.MayBeAnothers))
            await Part(request, actor, ct);
    }

    private async Task Part(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        var person = request.CustomerId;
        await takeBack.Run(request, actor, ct);
        await endRestriction.Run(request, actor, ct);
        // Another's request forbids nothing of the next one's yet.
        (await db.ObjectedPurposes.Where(o => o.RequestId == request.Id).ToListAsync(ct)).ForEach(o => o.Reopen());
        db.RemoveRange(await db.RectificationItems.Where(i => i.RequestId == request.Id).ToListAsync(ct));
        request.Unmatch();
        db.Add(AuditEntry.Of(actor, AuditAction.RequestUnmatched, clock, person, request.Id.Value, nameof(request.CustomerId)));
    }
}

using CustomerRegister.Audit;
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
        if (request is not { IsOpen: true, MayBeAnothers: true, CustomerId: { } person })
            return UnmatchRequestRefusal.Settled;
        await takeBack.Run(request, actor, ct);
        await endRestriction.Run(request, actor, ct);
        // Another's request forbids nothing of the next one's yet.
        (await db.ObjectedPurposes.Where(o => o.RequestId == id).ToListAsync(ct)).ForEach(o => o.Reopen());
        db.RemoveRange(await db.RectificationItems.Where(i => i.RequestId == id).ToListAsync(ct));
        request.Unmatch();
        db.Add(AuditEntry.Of(actor, AuditAction.RequestUnmatched, clock, person, id.Value, nameof(request.CustomerId)));
        await db.SaveChangesAsync(ct);
        return request;
    }
}

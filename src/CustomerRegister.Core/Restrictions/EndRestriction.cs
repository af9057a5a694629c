using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Restrictions;

/// <summary>
/// Ends the restriction that a request alone has caused, when the person takes the request back (N39). The person is told before it is lifted (GDPR Art. 18(3)): the page
/// on which a request is withdrawn asks <see cref="WouldEnd"/> and says so above its button.
/// </summary>
public sealed class EndRestriction(RegisterContext db, TellRecipients tell, TimeProvider clock)
{
    /// <summary>Whether a restriction ends if the request is withdrawn now.</summary>
    public async Task<bool> WouldEnd(RequestId id, CancellationToken ct) =>
        await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { IsOpen: true } request
        && await Caused(request).AnyAsync(ct) && await Another(request, ct) is null;

    /// <summary>To be saved by the caller together with the withdrawal.</summary>
    /// <returns>Whether any restriction ended.</returns>
    internal async Task<bool> Run(DataSubjectRequest withdrawn, Actor actor, CancellationToken ct)
    {
        var restrictions = await Caused(withdrawn).ToListAsync(ct);
        if (restrictions.Count == 0)
            return false;
        if (await Another(withdrawn, ct) is { } other)
        {
            restrictions.ForEach(r => r.GoOnWith(other));
            return false;
        }

        foreach (var restriction in restrictions)
        {
            restriction.EndWithRequest(clock.Now());
            db.Add(AuditEntry.Of(actor, AuditAction.RestrictionLifted, clock, restriction.CustomerId, restriction.Id.Value));
        }

        var ended = restrictions.ConvertAll(r => r.Id);
        var customer = restrictions[0].CustomerId;
        if (!await db.Restrictions.AnyAsync(r => r.CustomerId == customer && !ended.Contains(r.Id) && r.LiftedAt == null, ct))
            await tell.Of(customer, RecipientNoticeKind.RestrictionLifted, null, null, actor, ct);
        return true;
    }

    // What a granted request has restricted cannot be withdrawn any more.
    private IQueryable<Restriction> Caused(DataSubjectRequest request) => db.Restrictions.Where(r => r.RequestId == request.Id && r.LiftedAt == null);

    // Only the first of two requests places a restriction, while both want it.
    private async Task<RequestId?> Another(DataSubjectRequest request, CancellationToken ct) => request.CustomerId is not { } customer ? null : await OwnRequests.OpenOf(db, customer)
        .Where(r => r.Id != request.Id && r.Type == request.Type)
        .OrderBy(r => r.Number).Select(r => (RequestId?)r.Id).FirstOrDefaultAsync(ct);
}

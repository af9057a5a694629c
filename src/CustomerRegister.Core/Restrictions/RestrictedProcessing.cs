using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Restrictions;

/// <summary>
/// What a restriction stops: the data is stored and shown, but neither changed, merged nor updated from files, and is on no list (N39; GDPR Art. 18(2)).
/// What the person asks for themselves goes on: their bans and consents, their requests, and a correction that is accepted. So does what only protects or
/// ends a use: an address is put under protection, a contact role ends, a death is recorded (recital 27: the dead have no data protection). A relationship
/// neither ends, unless the person asks for it, nor begins anew, for that moves the day on which the data goes; and no address comes out of its protection.
/// No new order is taken in, and the name and address of one that is there are not changed; but it is delivered, invoiced, paid and collected, for that is how a claim
/// on either side is exercised. For the same reason, or where the law demands it, data is disclosed; otherwise it is not.
/// </summary>
public static class RestrictedProcessing
{
    public static Task<bool> IsRestricted(this RegisterContext db, CustomerId customer, CancellationToken ct) =>
        db.Restrictions.AnyAsync(r => r.CustomerId == customer && r.LiftedAt == null, ct);

    /// <summary>Those of some customers who are restricted.</summary>
    public static async Task<HashSet<CustomerId>> RestrictedAmong(this RegisterContext db, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        [.. await db.Restrictions.Where(r => customers.Contains(r.CustomerId) && r.LiftedAt == null).Select(r => r.CustomerId).ToListAsync(ct)];
}

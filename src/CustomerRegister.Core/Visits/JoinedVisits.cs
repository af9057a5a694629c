using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Visits;

/// <summary>Joining visits to a customer is a consent of its own (N27): it is asked of nobody but the customer, holds for the words it was given to, and is over when it is withdrawn.</summary>
internal static class JoinedVisits
{
    /// <summary>The purpose that the consent is to.</summary>
    public const string Purpose = "visits";

    /// <summary>Those of some customers whose visits may be joined to them now: the consent holds, and no restriction keeps their data from being used.</summary>
    /// <returns>Since when each of them consents: what happened before is not joined.</returns>
    public static async Task<IReadOnlyDictionary<CustomerId, DateTime>> ConsentingAmong(this RegisterContext db, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        if (customers.Count == 0 || await db.Purposes.AsNoTracking().SingleOrDefaultAsync(p => p.Code == Purpose, ct) is not { AsksConsent: true } purpose)
            return new Dictionary<CustomerId, DateTime>();
        var restricted = await db.Restrictions.Where(r => r.LiftedAt == null && customers.Contains(r.CustomerId)).Select(r => r.CustomerId).ToListAsync(ct);
        var decisions = await db.ConsentDecisions.AsNoTracking().Where(d => d.PurposeId == purpose.Id && customers.Contains(d.CustomerId)).ToListAsync(ct);
        return decisions.GroupBy(d => d.CustomerId).Select(of => of.MaxBy(d => d.At)!)
            .Where(newest => newest.Given && purpose.IsSaidBy(newest.TextHash) && !restricted.Contains(newest.CustomerId))
            .ToDictionary(newest => newest.CustomerId, newest => newest.At);
    }

    /// <summary>
    /// Forgets joined visits whose customer has taken the consent back, or never gave it to the one they belong to now. What a legal hold or a restriction keeps goes when that ends.
    /// </summary>
    /// <param name="of">Whose; null for everybody's.</param>
    /// <returns>How many visits went.</returns>
    public static Task<int> ForgetUnconsentedVisits(this RegisterContext db, CustomerId? of, CancellationToken ct)
    {
        var bit = 1 << (int)DataCategory.Visits;
        return db.Visits.Where(v => v.CustomerId != null && (of == null || v.CustomerId == of)
            && !db.ConsentDecisions.Where(d => d.CustomerId == v.CustomerId && db.Purposes.Any(p => p.Id == d.PurposeId && p.Code == Purpose))
                .OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Select(d => d.Given).FirstOrDefault()
            && !db.LegalHolds.Any(h => h.CustomerId == v.CustomerId && h.LiftedAt == null && (h.KeptCategories == 0 || (h.KeptCategories & bit) != 0))
            && !db.Restrictions.Any(r => r.CustomerId == v.CustomerId && r.LiftedAt == null)).ExecuteDeleteAsync(ct);
    }
}

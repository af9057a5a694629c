using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;

namespace CustomerRegister.Retention;

/// <summary>The people of whom nothing at all, or nothing of a category, is destroyed for the time being, whatever is due: the same grounds as in <see cref="ErasurePlan"/>.</summary>
internal static class KeptRecords
{
    /// <summary>Those with a legal hold in force that keeps the category, with a restriction, or with an open request of theirs.</summary>
    public static IQueryable<CustomerId> PeopleKeeping(this RegisterContext db, DataCategory category)
    {
        var bit = 1 << (int)category;
        return db.LegalHolds.Where(h => h.LiftedAt == null && (h.KeptCategories == 0 || (h.KeptCategories & bit) != 0)).Select(h => h.CustomerId)
            .Union(db.Restrictions.Where(r => r.LiftedAt == null).Select(r => r.CustomerId))
            .Union(db.Requests.Proved().Where(r => r.CustomerId != null && (r.State == RequestState.Received || r.State == RequestState.WaitingForIdentity || r.State == RequestState.InHand)).Select(r => r.CustomerId!.Value));
    }
}

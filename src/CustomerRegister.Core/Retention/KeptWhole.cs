using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;

namespace CustomerRegister.Retention;

/// <summary>The people of whom nothing at all is destroyed for the time being, whatever is due: the same grounds as in <see cref="ErasurePlan"/>.</summary>
internal static class KeptWhole
{
    /// <summary>Those with a legal hold or a restriction in force, or with an open request about their data.</summary>
    public static IQueryable<CustomerId> PeopleKeptWhole(this RegisterContext db) =>
        db.LegalHolds.Where(h => h.LiftedAt == null).Select(h => h.CustomerId)
            .Union(db.Restrictions.Where(r => r.LiftedAt == null).Select(r => r.CustomerId))
            .Union(db.Requests.Where(r => r.CustomerId != null && (r.State == RequestState.Received || r.State == RequestState.WaitingForIdentity || r.State == RequestState.InHand)).Select(r => r.CustomerId!.Value));
}

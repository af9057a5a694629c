using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;

namespace CustomerRegister.Statistics;

internal static class CountedPeople
{
    /// <summary>
    /// Whoever's data may be used for statistics: not while it is restricted (GDPR Art. 18), as it is from the moment an objection comes in, nor when the objection was granted (Art. 21(1)).
    /// </summary>
    public static IQueryable<Customer> PeopleToCount(this RegisterContext db) => db.Customers.Where(c =>
        !db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null)
        && !db.Requests.Any(r => r.CustomerId == c.Id && r.Type == RequestType.Objection && r.State == RequestState.Granted));
}

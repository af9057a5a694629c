using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;

namespace CustomerRegister.Statistics;

internal static class CountedPeople
{
    /// <summary>The code of the purpose of which a customer may say that it is not to be.</summary>
    private const string Purpose = "statistics";

    /// <summary>
    /// Whoever's data may be used for statistics: not while it is restricted (GDPR Art. 18), as it is from the moment an objection to all comes in, nor while an objection to this is open or when it
    /// was granted (Art. 21(1)).
    /// </summary>
    public static IQueryable<Customer> PeopleToCount(this RegisterContext db) => db.Customers.Where(c =>
        !db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null)
        && !db.ObjectionsPendingAgainst(Purpose).Any(r => r.CustomerId == c.Id)
        && !db.ObjectionsAgainst(Purpose).Any(o => o.CustomerId == c.Id));
}

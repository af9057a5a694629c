using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.Requests;

/// <summary>
/// Which requests are a customer's own: <see cref="DataSubjectRequest.MayBeAnothers"/> as queries say it. What staff have matched with a customer on a name and an address alone may be a stranger's: until
/// the identity is established, the customer neither reads what came with it nor acts on it, it is not among their data, and nothing of theirs is restricted for it.
/// </summary>
internal static class ProvedRequests
{
    /// <summary>The rows that are not told as the customer's own, in the words of both databases.</summary>
    public const string MayBeAnothers = "\"ApplicantName\" is not null and \"IdentityCheckedAt\" is null";

    /// <summary>The same of a row that was read.</summary>
    public static bool IsUnproved(string? applicantName, DateTime? identityCheckedAt) => applicantName is not null && identityCheckedAt is null;

    public static IQueryable<DataSubjectRequest> Proved(this IQueryable<DataSubjectRequest> requests) => requests.Where(r => r.ApplicantName == null || r.IdentityCheckedAt != null);

    public static IQueryable<DataSubjectRequest> RequestsOf(this RegisterContext db, CustomerId customer) => db.Requests.Where(r => r.CustomerId == customer).Proved();

    /// <param name="owner">Only this customer's own; null for all.</param>
    public static IQueryable<DataSubjectRequest> RequestsOf(this RegisterContext db, CustomerId? owner) => owner is { } customer ? db.RequestsOf(customer) : db.Requests;
}

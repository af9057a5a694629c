using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

internal static class PendingObjections
{
    /// <summary>
    /// The open objections that name a use, by the code of its purpose: until it is decided whose interest weighs more, the data is not used for that (GDPR Art. 18(1)(d), 21(1)), and for all else
    /// it is. What came without signing in counts from when it is established whose it is.
    /// </summary>
    public static IQueryable<DataSubjectRequest> ObjectionsPendingAgainst(this RegisterContext db, string code) => db.Requests.Proved().Where(r => r.Type == RequestType.Objection
        && DataSubjectRequest.OpenStates.Contains(r.State)
        && db.ObjectedPurposes.Any(o => o.RequestId == r.Id && o.Named && db.Purposes.Any(p => p.Id == o.PurposeId && p.Code == code && p.Basis == LegalBasis.LegitimateInterest)));
}

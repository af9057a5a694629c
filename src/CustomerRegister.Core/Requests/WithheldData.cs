using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>What a person is not given of their data, as the newest decision on access says: what is not in the answer is not on their own pages either.</summary>
internal static class WithheldData
{
    public static async Task<IReadOnlyDictionary<DataCategory, DecisionGround>> WithheldFrom(this RegisterContext db, CustomerId person, CancellationToken ct) => RefusedPart.Parse(
        await db.Requests.Where(r => r.CustomerId == person && r.Type == RequestType.Access && r.State == RequestState.Granted).OrderByDescending(r => r.DecidedAt)
            .Select(r => r.DecisionParts).FirstOrDefaultAsync(ct)).ToDictionary(p => p.Category, p => p.Ground);
}

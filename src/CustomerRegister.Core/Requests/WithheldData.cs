using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>What a person is not given of their data, as the newest decision on access says: what is not in the answer is not on their own pages either.</summary>
internal static class WithheldData
{
    public static async Task<IReadOnlyDictionary<DataCategory, DecisionGround>> WithheldFrom(this RegisterContext db, CustomerId person, CancellationToken ct) =>
        (await db.NewestParts(person, RequestType.Access, ct)).ToDictionary(p => p.Category, p => p.Ground);

    /// <summary>What does not go to another system: what the person is not given at all, and what the newest decision on portability withheld.</summary>
    /// <param name="parts">What a decision on portability withholds that is being made just now; null for the newest one that was made.</param>
    public static async Task<IReadOnlyDictionary<DataCategory, DecisionGround>> WithheldFromPackages(this RegisterContext db, CustomerId person, IReadOnlyList<RefusedPart>? parts, CancellationToken ct)
    {
        var withheld = new Dictionary<DataCategory, DecisionGround>(await db.WithheldFrom(person, ct));
        foreach (var part in parts ?? await db.NewestParts(person, RequestType.Portability, ct))
            withheld.TryAdd(part.Category, part.Ground);
        return withheld;
    }

    private static async Task<IReadOnlyList<RefusedPart>> NewestParts(this RegisterContext db, CustomerId person, RequestType type, CancellationToken ct) => RefusedPart.Parse(
        await db.Requests.Where(r => r.CustomerId == person && r.Type == type && r.State == RequestState.Granted).OrderByDescending(r => r.DecidedAt).Select(r => r.DecisionParts).FirstOrDefaultAsync(ct));
}

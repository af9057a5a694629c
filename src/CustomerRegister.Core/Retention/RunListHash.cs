using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>The seal on a prepared list: who is on it, in which order, with which outcome and grounds, and what may be erased of each.</summary>
internal static class RunListHash
{
    /// <summary>SHA-256, in hexadecimal, over a line for each person: <c>key|rule|outcome|grounds|categories</c>, in the order of the list. Tells what the list was until the run is carried out, which writes what was erased.</summary>
    public static async Task<string> HashOfList(this RegisterContext db, RetentionRunId run, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var people = db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run).OrderBy(p => p.Position)
            .Select(p => new { p.CustomerId, p.Rule, p.Planned, p.PlannedGrounds, p.ErasedCategories }).AsAsyncEnumerable();
        await foreach (var person in people.WithCancellation(ct))
            hash.AppendData(Encoding.UTF8.GetBytes($"{person.CustomerId.Value:N}|{person.Rule}|{person.Planned}|{person.PlannedGrounds}|{person.ErasedCategories}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

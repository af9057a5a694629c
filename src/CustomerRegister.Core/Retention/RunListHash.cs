using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>The seal on a prepared list: who is on it, in which order, with which outcome and grounds.</summary>
internal static class RunListHash
{
    /// <summary>SHA-256, in hexadecimal, over a line for each person: <c>key|rule|outcome|grounds</c>, in the order of the list.</summary>
    public static async Task<string> HashOfList(this RegisterContext db, RetentionRunId run, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var people = db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run).OrderBy(p => p.Position)
            .Select(p => new { p.CustomerId, p.Rule, p.Planned, p.PlannedGrounds }).AsAsyncEnumerable();
        await foreach (var person in people.WithCancellation(ct))
            hash.AppendData(Encoding.UTF8.GetBytes($"{person.CustomerId.Value:N}|{person.Rule}|{person.Planned}|{person.PlannedGrounds}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>Puts the e-mail addresses and telephone numbers of people who are about to be erased on the suppression list, those from before a merge too, in the transaction in which they are erased.</summary>
public sealed class RememberForgotten(RegisterContext db, TimeProvider clock, SuppressionKey key)
{
    private const int Batch = 10_000;

    public async Task Run(IReadOnlyCollection<CustomerId> people, SuppressionCause cause, CancellationToken ct)
    {
        foreach (var batch in people.Chunk(Batch))
        {
            var keys = batch.ToList();
            var emails = await db.Customers.AsNoTracking().Where(c => EF.Parameter(keys).Contains(c.Id) && c.Email != null).Select(c => c.Email!).ToListAsync(ct);
            var phones = await db.CustomerPhones.AsNoTracking().Where(p => EF.Parameter(keys).Contains(p.CustomerId)).Select(p => p.Number).ToListAsync(ct);
            var former = await FormerDetails.Of(db, keys, ct);
            var hashes = emails.Concat(former.Emails).Select(key.Of).Concat(phones.Concat(former.Phones).Select(key.Of)).Distinct().ToList();
            var known = await db.Suppressions.Where(s => EF.Parameter(hashes).Contains(s.Hash)).Select(s => s.Hash).ToHashSetAsync(ct);
            await db.Bulk().Write([.. hashes.Where(hash => !known.Contains(hash)).Select(hash => Suppression.Of(hash, cause, clock.Today()))], ct);
        }
    }
}

using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>Puts the e-mail addresses and telephone numbers of people who are about to be erased on the suppression list. Adds to the context; the caller, in whose transaction they are erased, saves.</summary>
public sealed class RememberForgotten(RegisterContext db, TimeProvider clock, SuppressionKey key)
{
    private const int Batch = 1_000;

    public async Task Run(IReadOnlyCollection<CustomerId> people, SuppressionCause cause, CancellationToken ct)
    {
        foreach (var batch in people.Chunk(Batch))
        {
            var emails = await db.Customers.AsNoTracking().Where(c => batch.Contains(c.Id) && c.Email != null).Select(c => c.Email!).ToListAsync(ct);
            var phones = await db.CustomerPhones.AsNoTracking().Where(p => batch.Contains(p.CustomerId)).Select(p => p.Number).ToListAsync(ct);
            var hashes = emails.Select(key.Of).Concat(phones.Select(key.Of)).ToHashSet();
            var known = await db.Suppressions.Where(s => hashes.Contains(s.Hash)).Select(s => s.Hash).ToListAsync(ct);
            hashes.ExceptWith(known);
            hashes.ExceptWith(db.Suppressions.Local.Select(s => s.Hash));
            db.AddRange(hashes.Select(hash => Suppression.Of(hash, cause, clock.Today())));
        }
    }
}

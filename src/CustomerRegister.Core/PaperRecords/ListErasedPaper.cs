using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

/// <summary>
/// Notes when the paper of people who are about to be erased came on the shredding list. That it is there follows from the erasure itself, which takes whose it is.
/// Runs in the erasure's transaction, before it.
/// </summary>
public sealed class ListErasedPaper(RegisterContext db, TimeProvider clock)
{
    private const int Batch = 10_000;

    public async Task Run(IReadOnlyCollection<CustomerId> people, CancellationToken ct)
    {
        var now = clock.Now();
        foreach (var batch in people.Chunk(Batch))
        {
            var keys = batch.ToList();
            await db.PaperRecords.Where(p => p.CustomerId != null && EF.Parameter(keys).Contains(p.CustomerId.Value))
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.ShredFrom, now), ct);
        }
    }
}

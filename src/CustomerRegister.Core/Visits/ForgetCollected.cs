using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Visits;

/// <summary>Whoever sits at a browser has everything deleted that was logged of its visits, what is still to be written too.</summary>
public sealed class ForgetCollected(RegisterContext db, VisitLog log, TimeProvider clock)
{
    /// <param name="visitor">The hash of the browser's key.</param>
    /// <returns>How many visits went.</returns>
    public async Task<int> Run(string visitor, CancellationToken ct)
    {
        // What could not be written yet is forgotten where it is.
        if (!await log.Written(ct))
            log.Forget(new VisitorForgotten(visitor, clock.Now()));
        return await db.Visits.Where(v => v.Visitor == visitor).ExecuteDeleteAsync(ct);
    }
}

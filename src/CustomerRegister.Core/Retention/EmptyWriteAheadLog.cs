using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// What was erased still lies in the embedded database's write-ahead log until others have written over it. This writes the log back and empties it, so that the forgotten are in
/// no byte of the files. First it finishes what was interrupted in the search index, unless a run is under way, which does that itself. For a job that runs often; PostgreSQL looks after its own.
/// </summary>
public sealed class EmptyWriteAheadLog(RegisterContext db, FinishForgetting finish)
{
    /// <returns>False where somebody was reading or writing just then: the next turn does it.</returns>
    public async Task<bool> Run(CancellationToken ct)
    {
        if (!await db.RetentionRuns.AnyAsync(r => r.State == RetentionRunState.Running, ct))
            await finish.Run(ct);
        return await db.EmptyWriteAheadLog(ct);
    }
}

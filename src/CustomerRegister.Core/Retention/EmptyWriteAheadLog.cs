using CustomerRegister.Data;

namespace CustomerRegister.Retention;

/// <summary>
/// What was erased still lies in the embedded database's write-ahead log until others have written over it. This writes the log back and empties it, so that the forgotten are in
/// no byte of the files. For a job that runs often; PostgreSQL looks after its own.
/// </summary>
public sealed class EmptyWriteAheadLog(RegisterContext db)
{
    /// <returns>False where somebody was reading or writing just then: the next turn does it.</returns>
    public Task<bool> Run(CancellationToken ct) => db.EmptyWriteAheadLog(ct);
}
